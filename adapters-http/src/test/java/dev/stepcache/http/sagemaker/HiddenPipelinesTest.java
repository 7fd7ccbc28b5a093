package dev.stepcache.http.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.application.access.AccessRefused;
import dev.stepcache.application.access.AuditLog;
import dev.stepcache.application.access.Caller;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.AccessBook.AuditEntry;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.Pipelines;
import dev.stepcache.application.service.ServiceSettings;
import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.Grants;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PipelinePattern;
import dev.stepcache.domain.access.PrincipalName;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.http.TestService;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.PipelineExecutionStep;

/** H1 and H3: what a caller may not know of is answered as what is not there. */
class HiddenPipelinesTest {
  private static final PrincipalName ANNA = new PrincipalName("anna");

  @TempDir Path folder;
  private TestService service;
  private SageMaker sageMaker;
  private final Map<String, Operation> operations = new HashMap<>();
  private final List<AuditEntry> audited = new ArrayList<>();

  @BeforeEach
  void start() {
    AtomicReference<ServiceSettings> settings = new AtomicReference<>();
    service =
        TestService.in(
            folder,
            builder -> {
              settings.set(builder.build());
              return builder;
            });
    sageMaker = new SageMaker(service);
    Store store = service.store();
    Arns arns = new Arns(settings.get());
    Directory directory = new Directory(store, arns);
    Pages pages = new Pages(store);
    StepJobs jobs = new StepJobs(store);
    Pipelines pipelines =
        new Pipelines(
            store.history(),
            store.catalog(),
            service.useCases().objects(),
            true,
            store.history().clock());
    List.<Operation.Family>of(
            new PipelineOperations(pipelines, store, directory, arns, new Once(store), pages),
            new VersionOperations(store, directory, arns, pages),
            new ExecutionLists(store, directory, arns, pages),
            new StepOperations(store, jobs, directory, arns, pages),
            new TagOperations(store, directory, pages),
            new JobOperations(store, jobs))
        .forEach(family -> operations.putAll(family.operations()));
  }

  @AfterEach
  void stop() {
    sageMaker.close();
    service.close();
  }

  /** What Anna is answered who has this permission on pipelines whose names begin with open. */
  private JsonObject ask(Permission permission, String operation, String body) {
    AuditLog audit =
        new AuditLog() {
          @Override
          public void append(List<AuditEntry> entries) {
            audited.addAll(entries);
          }

          @Override
          public Instant now() {
            return Instant.EPOCH;
          }
        };
    Caller anna =
        new Caller(
            ANNA,
            new Grants(Set.of(new Grant(ANNA, permission, new PipelinePattern("open*")))),
            audit);
    ObjectValue read = JsonReader.read(body).get().asObject().orElseThrow();
    return Objects.requireNonNull(operations.get(operation))
        .answer(Request.of(anna, operation, read));
  }

  @Test
  void a_hidden_pipeline_is_answered_as_an_absent_one() {
    String hidden = sageMaker.create("hidden", Definitions.training());
    String execution = sageMaker.run("hidden");
    String absentExecution = execution.replace("hidden", "absent");
    for (Permission permission : Permission.values()) {
      for (String ask :
          List.of(
              "DescribePipeline {\"PipelineName\": \"NAME\"}",
              "DescribePipeline {\"PipelineName\": \"ARN\"}",
              "UpdatePipeline {\"PipelineName\": \"NAME\"}",
              "DeletePipeline {\"PipelineName\": \"NAME\", \"ClientRequestToken\": \"TOKEN\"}",
              "ListPipelineVersions {\"PipelineName\": \"NAME\"}",
              "ListPipelineExecutions {\"PipelineName\": \"NAME\"}",
              "ListTags {\"ResourceArn\": \"ARN\"}",
              "DescribePipelineExecution {\"PipelineExecutionArn\": \"EXECUTION\"}",
              "ListPipelineExecutionSteps {\"PipelineExecutionArn\": \"EXECUTION\"}",
              "DescribePipelineDefinitionForExecution {\"PipelineExecutionArn\": \"EXECUTION\"}")) {
        String told = refusal(permission, ask, "hidden", hidden, execution);
        assertThat(told).contains("does not exist");
        assertThat(told.replace("hidden", "absent"))
            .isEqualTo(
                refusal(
                    permission,
                    ask,
                    "absent",
                    hidden.replace("hidden", "absent"),
                    absentExecution));
      }
      assertThat(ask(permission, "ListPipelines", "{}").compact())
          .isEqualTo("{\"PipelineSummaries\":[]}");
    }
    assertThat(audited).isEmpty();
  }

  private String refusal(
      Permission permission, String ask, String name, String arn, String execution) {
    String operation = ask.substring(0, ask.indexOf(' '));
    String body =
        ask.substring(ask.indexOf(' ') + 1)
            .replace("NAME", name)
            .replace("TOKEN", "t".repeat(32))
            .replace("ARN", arn)
            .replace("EXECUTION", execution);
    try {
      return ask(permission, operation, body).compact();
    } catch (AwsError error) {
      return error.status() + error.type() + error.message();
    }
  }

  @Test
  void definitions_are_shown_to_those_alone_who_run_or_manage_the_pipeline() {
    sageMaker.create("open", Definitions.training());

    for (Permission permission : Permission.values()) {
      boolean mayRead =
          permission == Permission.RUN_PIPELINE || permission == Permission.MANAGE_PIPELINE;
      assertThat(
              ask(permission, "DescribePipeline", "{\"PipelineName\": \"open\"}")
                  .value()
                  .member("PipelineDefinition")
                  .isPresent())
          .isEqualTo(mayRead);
    }
    assertThatThrownBy(
            () -> ask(Permission.RUN_PIPELINE, "UpdatePipeline", "{\"PipelineName\": \"open\"}"))
        .isInstanceOf(AccessRefused.class);
  }

  @Test
  void who_sees_cached_metadata_or_a_job_is_kept_in_the_audit_log() {
    sageMaker.create("open", Definitions.training());
    String first = sageMaker.run("open");
    String steps = "{\"PipelineExecutionArn\": \"%s\"}";
    ask(Permission.RUN_PIPELINE, "ListPipelineExecutionSteps", steps.formatted(first));
    assertThat(audited).isEmpty();

    String second = sageMaker.run("open");
    ask(Permission.RUN_PIPELINE, "ListPipelineExecutionSteps", steps.formatted(second));
    assertThat(audited)
        .hasSize(2)
        .allSatisfy(entry -> assertThat(entry.operation()).isEqualTo("ListPipelineExecutionSteps"));
    assertThatThrownBy(() ->
            ask(Permission.DESCRIBE_JOB, "ListPipelineExecutionSteps", steps.formatted(second)))
        .isInstanceOf(AccessRefused.class);

    PipelineExecutionStep prepare = sageMaker.steps(first).get(0);
    String arn = prepare.metadata().processingJob().arn();
    String describe =
        "{\"ProcessingJobName\": \"%s\"}".formatted(arn.substring(arn.lastIndexOf('/') + 1));
    ask(Permission.DESCRIBE_JOB, "DescribeProcessingJob", describe);
    assertThat(audited).hasSize(3);
    assertThatThrownBy(() -> ask(Permission.RUN_PIPELINE, "DescribeProcessingJob", describe))
        .isInstanceOf(AccessRefused.class);
    assertThat(audited).hasSize(3);
  }
}
