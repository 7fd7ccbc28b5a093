package dev.stepcache.http.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.http.TestService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ConflictException;
import software.amazon.awssdk.services.sagemaker.model.DescribePipelineResponse;
import software.amazon.awssdk.services.sagemaker.model.PipelineSummary;
import software.amazon.awssdk.services.sagemaker.model.PipelineVersionSummary;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** H1: pipelines, their versions and tags, as the AWS SDK manages them. */
class PipelineOperationsTest {
  private static final String TOKEN = "a-token-of-thirty-two-characters";

  @TempDir Path folder;
  private TestService service;
  private SageMaker sageMaker;
  private SageMakerClient client;

  @BeforeEach
  void start() {
    service = TestService.in(folder);
    sageMaker = new SageMaker(service);
    client = sageMaker.client();
  }

  @AfterEach
  void stop() {
    sageMaker.close();
    service.close();
  }

  @Test
  void a_created_pipeline_is_described_as_it_was_given() {
    String definition = Definitions.training();

    String arn =
        client
            .createPipeline(create ->
                create
                    .pipelineName("Churn")
                    .pipelineDisplayName("Churn-model")
                    .pipelineDescription("who leaves")
                    .pipelineDefinition(definition)
                    .roleArn(SageMaker.ROLE)
                    .parallelismConfiguration(width -> width.maxParallelExecutionSteps(3)))
            .pipelineArn();

    assertThat(arn).isEqualTo(SageMaker.ARN + "pipeline/Churn");
    for (String name : List.of("Churn", arn, SageMaker.ARN + "pipeline/churn")) {
      DescribePipelineResponse described = client.describePipeline(d -> d.pipelineName(name));
      assertThat(described.pipelineArn()).isEqualTo(arn);
      assertThat(described.pipelineName()).isEqualTo("Churn");
      assertThat(described.pipelineDisplayName()).isEqualTo("Churn-model");
      assertThat(described.pipelineDescription()).isEqualTo("who leaves");
      assertThat(described.pipelineDefinition()).isEqualTo(definition);
      assertThat(described.roleArn()).isEqualTo(SageMaker.ROLE);
      assertThat(described.pipelineStatusAsString()).isEqualTo("Active");
      assertThat(described.creationTime()).isEqualTo(described.lastModifiedTime());
      assertThat(described.lastRunTime()).isNull();
      assertThat(described.createdBy().userProfileName()).isEqualTo("local");
      assertThat(described.parallelismConfiguration().maxParallelExecutionSteps()).isEqualTo(3);
    }
  }

  @Test
  void an_existing_name_is_a_validation_error_which_says_so() {
    sageMaker.create("p", Definitions.training());

    assertThatThrownBy(() -> sageMaker.create("p", Definitions.training()))
        .isInstanceOf(SageMakerException.class)
        .hasMessageContaining("already exists")
        .extracting(thrown -> ((SageMakerException) thrown).awsErrorDetails().errorCode())
        .isEqualTo("ValidationException");
  }

  @Test
  void a_request_that_is_sent_again_creates_once_and_is_answered_alike() {
    for (int i = 0; i < 2; i++) {
      assertThat(
              client
                  .createPipeline(create ->
                      create
                          .pipelineName("p")
                          .roleArn(SageMaker.ROLE)
                          .clientRequestToken(TOKEN)
                          .pipelineDefinition(Definitions.training()))
                  .pipelineArn())
          .endsWith("pipeline/p");
    }
    assertThat(
            client.listPipelineVersions(list -> list.pipelineName("p")).pipelineVersionSummaries())
        .hasSize(1);
    assertThatThrownBy(() ->
            client.createPipeline(create ->
                create
                    .pipelineName("other")
                    .roleArn(SageMaker.ROLE)
                    .clientRequestToken(TOKEN)
                    .pipelineDefinition(Definitions.training())))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void a_definition_can_lie_in_the_object_store() throws Exception {
    Path object = folder.resolve("s3/bucket/definitions/p.json");
    Files.createDirectories(object.getParent());
    Files.writeString(object, Definitions.training());

    client.createPipeline(create ->
        create
            .pipelineName("p")
            .roleArn(SageMaker.ROLE)
            .pipelineDefinitionS3Location(
                at -> at.bucket("bucket").objectKey("definitions/p.json")));

    assertThat(client.describePipeline(d -> d.pipelineName("p")).pipelineDefinition())
        .isEqualTo(Definitions.training());
  }

  @Test
  void a_bad_definition_is_refused_with_its_place() {
    String bad = Definitions.training().replace("30d", "30x");

    assertThatThrownBy(() -> sageMaker.create("p", bad))
        .hasMessageContaining("/Steps/0/CacheConfig/ExpireAfter");
    assertThat(client.listPipelines(list -> {}).pipelineSummaries()).isEmpty();
  }

  @Test
  void an_update_makes_a_version_and_leaves_out_what_it_does_not_name() {
    sageMaker.create("p", Definitions.training());
    String later = Definitions.of(Definitions.processing("Only", ""));

    assertThat(
            client
                .updatePipeline(u -> u.pipelineName("p").pipelineDefinition(later))
                .pipelineVersionId())
        .isEqualTo(2);
    client.updatePipeline(u -> u.pipelineName("p").pipelineDescription("said later"));
    client.updatePipelineVersion(u ->
        u.pipelineArn(SageMaker.ARN + "pipeline/p")
            .pipelineVersionId(1L)
            .pipelineVersionDisplayName("first")
            .pipelineVersionDescription("the first one"));

    DescribePipelineResponse now = client.describePipeline(d -> d.pipelineName("p"));
    assertThat(now.pipelineDefinition()).isEqualTo(later);
    assertThat(now.pipelineDescription()).isEqualTo("said later");
    assertThat(now.roleArn()).isEqualTo(SageMaker.ROLE);
    DescribePipelineResponse first =
        client.describePipeline(d -> d.pipelineName("p").pipelineVersionId(1L));
    assertThat(first.pipelineDefinition()).isEqualTo(Definitions.training());
    assertThat(first.pipelineVersionDisplayName()).isEqualTo("first");
    assertThat(
            client.listPipelineVersions(list -> list.pipelineName("p")).pipelineVersionSummaries())
        .extracting(PipelineVersionSummary::pipelineVersionId)
        .containsExactly(2L, 1L);
    assertThatThrownBy(
            () -> client.describePipeline(d -> d.pipelineName("p").pipelineVersionId(7L)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void pipelines_are_listed_by_name_or_time_and_filtered() {
    for (String name : List.of("b1", "a1", "a2")) {
      sageMaker.create(name, Definitions.training());
    }

    assertThat(
            client
                .listPipelines(list -> list.sortBy("Name").sortOrder("Ascending"))
                .pipelineSummaries())
        .extracting(PipelineSummary::pipelineName)
        .containsExactly("a1", "a2", "b1");
    assertThat(
            client
                .listPipelines(list -> list.pipelineNamePrefix("a").sortBy("Name"))
                .pipelineSummaries())
        .extracting(PipelineSummary::pipelineName)
        .containsExactly("a2", "a1");
    assertThat(client.listPipelines(list -> {}).pipelineSummaries())
        .isSortedAccordingTo((one, other) -> other.creationTime().compareTo(one.creationTime()));
    assertThat(client.listPipelines(list -> list.createdBefore(Instant.EPOCH)).pipelineSummaries())
        .isEmpty();
    assertThat(
            client.listPipelinesPaginator(list -> list.maxResults(1)).pipelineSummaries().stream())
        .hasSize(3);
  }

  @Test
  void a_deleted_pipeline_is_gone_and_telling_it_again_changes_nothing() {
    sageMaker.create("p", Definitions.training());

    client.deletePipeline(d -> d.pipelineName("p").clientRequestToken(TOKEN));

    assertThatThrownBy(() -> client.describePipeline(d -> d.pipelineName("p")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Pipeline '%spipeline/p' does not exist.".formatted(SageMaker.ARN));
    assertThatThrownBy(() -> client.deletePipeline(d -> d.pipelineName("p")))
        .isInstanceOf(ResourceNotFoundException.class);
    sageMaker.create("p", Definitions.training());
    client.deletePipeline(d -> d.pipelineName("p").clientRequestToken(TOKEN));
    assertThat(client.describePipeline(d -> d.pipelineName("p")).pipelineName()).isEqualTo("p");
  }

  @Test
  void a_pipeline_that_goes_on_is_not_deleted() {
    sageMaker.create("p", Definitions.of(Definitions.processing("Long", "\"MILLIS\": \"60000\"")));
    String execution = sageMaker.start("p");

    assertThatThrownBy(() -> client.deletePipeline(d -> d.pipelineName("p")))
        .isInstanceOf(ConflictException.class);

    client.stopPipelineExecution(s -> s.pipelineExecutionArn(execution));
    sageMaker.awaitStatus(execution, "Stopped");
  }

  @Test
  void tags_are_added_replaced_listed_and_deleted() {
    String arn =
        client
            .createPipeline(create ->
                create
                    .pipelineName("p")
                    .roleArn(SageMaker.ROLE)
                    .pipelineDefinition(Definitions.training())
                    .tags(tag("team", "churn")))
            .pipelineArn();

    assertThat(
            client.addTags(a -> a.resourceArn(arn).tags(tag("team", "x"), tag("cost", "7"))).tags())
        .containsExactly(tag("cost", "7"), tag("team", "x"));
    client.deleteTags(d -> d.resourceArn(arn).tagKeys("cost", "absent"));
    assertThat(client.listTags(list -> list.resourceArn(arn)).tags())
        .containsExactly(tag("team", "x"));
    assertThatThrownBy(
            () -> client.listTags(list -> list.resourceArn(SageMaker.ARN + "pipeline/absent")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
