package dev.stepcache.http.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.http.TestService;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ListPipelineExecutionsResponse;
import software.amazon.awssdk.services.sagemaker.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** H1: lists come in pages, each execution once, and nobody makes up a page of their own. */
class PagingTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final int COUNT = 250;

  @TempDir Path folder;
  private TestService service;
  private SageMaker sageMaker;
  private SageMakerClient client;
  private final List<String> ids = new ArrayList<>();

  @BeforeEach
  void start() {
    service = TestService.in(folder);
    sageMaker = new SageMaker(service);
    client = sageMaker.client();
    RunHistory history = service.store().history();
    for (String name : List.of("p", "other")) {
      var pipeline = history.openPipeline(new PipelineName(name), NOON);
      for (int i = 0; i < (name.equals("p") ? COUNT : 1); i++) {
        // Three at a time begin at one instant.
        Execution execution =
            new Execution(
                new ExecutionId("%s%09d".formatted(name.substring(0, 1), i)),
                pipeline.id(),
                RunKind.REAL,
                Execution.Status.SUCCEEDED,
                NOON.plusSeconds(i / 3),
                Optional.of(NOON.plusSeconds(i)),
                Optional.empty(),
                "{\"Steps\": []}",
                "{}",
                "{}",
                0);
        assertThat(history.begin(execution, Optional.empty())).isTrue();
        if (name.equals("p")) {
          ids.add(execution.id().text());
        }
      }
    }
  }

  @AfterEach
  void stop() {
    sageMaker.close();
    service.close();
  }

  @Test
  void every_execution_is_listed_once_in_every_order() {
    for (String by : List.of("CreationTime", "PipelineExecutionArn")) {
      for (String order : List.of("Ascending", "Descending")) {
        List<String> listed =
            client
                .listPipelineExecutionsPaginator(
                    list -> list.pipelineName("p").sortBy(by).sortOrder(order).maxResults(7))
                .pipelineExecutionSummaries()
                .stream()
                .map(PagingTest::id)
                .toList();
        List<String> expected = new ArrayList<>(ids);
        if (order.equals("Descending")) {
          Collections.reverse(expected);
        }
        assertThat(listed).isEqualTo(expected);
      }
    }
  }

  @Test
  void a_page_has_as_many_as_asked_for_and_a_hundred_at_the_most() {
    assertThat(client.listPipelineExecutions(l -> l.pipelineName("p")).pipelineExecutionSummaries())
        .hasSize(100);
    assertThat(
            client
                .listPipelineExecutions(list ->
                    list.pipelineName("p")
                        .createdAfter(NOON.plusSeconds(1))
                        .createdBefore(NOON.plusSeconds(2)))
                .pipelineExecutionSummaries())
        .extracting(PagingTest::id)
        .containsExactlyElementsOf(List.of(ids.get(5), ids.get(4), ids.get(3)));
    assertThatThrownBy(
            () -> client.listPipelineExecutions(l -> l.pipelineName("p").maxResults(101)))
        .hasMessageContaining("Value '101' at 'maxResults' failed to satisfy constraint")
        .hasMessageContaining("less than or equal to 100");
  }

  @Test
  void a_token_is_good_for_its_own_list_alone() {
    ListPipelineExecutionsResponse page =
        client.listPipelineExecutions(list -> list.pipelineName("p").maxResults(5));
    String token = page.nextToken();
    assertThat(
            client
                .listPipelineExecutions(l -> l.pipelineName("p").maxResults(9).nextToken(token))
                .pipelineExecutionSummaries())
        .hasSize(9)
        .doesNotContainAnyElementsOf(page.pipelineExecutionSummaries());

    char last = token.charAt(token.length() - 2);
    String changed = token.substring(0, token.length() - 2) + (last == 'A' ? 'B' : 'A');
    for (String bad : List.of(changed, "x", "!", token + "AAAA", "A".repeat(8192))) {
      assertRefused(bad, "p");
    }
    assertRefused(token, "other");
    assertThatThrownBy(() -> client.listPipelines(list -> list.nextToken(token)))
        .hasMessageContaining("NextToken");
  }

  private void assertRefused(String token, String pipeline) {
    assertThatThrownBy(() ->
            client.listPipelineExecutions(
                list -> list.pipelineName(pipeline).maxResults(5).nextToken(token)))
        .hasMessageContaining("NextToken")
        .extracting(thrown -> ((SageMakerException) thrown).awsErrorDetails().errorCode())
        .isEqualTo("ValidationException");
  }

  private static String id(PipelineExecutionSummary summary) {
    String arn = summary.pipelineExecutionArn();
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
