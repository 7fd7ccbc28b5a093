package dev.stepcache.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.access.Permission;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * H3, the guide page's last section: every source of a job's metadata, by SageMaker's API and by
 * REST, under every grant alone, and under all grants but one; of the pipeline that the grants are
 * about, and of another.
 */
class MetadataSourcesTest {
  private static final String OWN = "churn";
  private static final String OTHER = "fraud";

  @TempDir Path folder;
  private GrantedService service;
  private Api api;
  private Jobs own = new Jobs("", "", "", "");
  private Jobs other = own;

  /**
   * What a pipeline has.
   *
   * @param execution the one whose steps are hits
   * @param trained the name of the training job
   */
  private record Jobs(String pipeline, String execution, String run, String trained) {}

  /** A way to a source, and what it is asked with. */
  private record Way(String path, String operation, String body) {
    static Way rest(String path) {
      return new Way(path, "", "");
    }

    static Way sageMaker(String operation, String body) {
      return new Way("/", operation, body);
    }
  }

  @BeforeEach
  void start() {
    service = GrantedService.in(folder);
    api = service.client();
    own = jobs(OWN);
    other = jobs(OTHER);
  }

  private Jobs jobs(String pipeline) {
    String path = "/v1/pipelines/" + pipeline;
    api.put(path, Bodies.definition()).is(201);
    String first = execute(path);
    String second = execute(path);
    assertThat(api.get("/v1/executions/" + second + "/steps").is(200).text()).contains("HIT");
    String run = api.get(path + "/runs?step=Train").list("runs").getFirst().textMember("run").get();
    String trained =
        api.get("/v1/runs/" + run)
            .json()
            .objectMember("outputs")
            .orElseThrow()
            .textMember("TrainingJobName")
            .orElseThrow();
    assertThat(trained).contains(first);
    return new Jobs(pipeline, second, run, trained);
  }

  private String execute(String path) {
    String execution = api.post(path + "/executions", "{}").is(201).text("execution");
    api.ended(execution);
    return execution;
  }

  @AfterEach
  void stop() {
    api.close();
    service.close();
  }

  private static List<Way> waysTo(MetadataSource source, Jobs jobs) {
    String execution = "/v1/executions/" + jobs.execution();
    String arn =
        "arn:aws:sagemaker:eu-west-1:123456789012:pipeline/%s/execution/%s"
            .formatted(jobs.pipeline(), jobs.execution());
    return switch (source) {
      case CACHED_STEPS ->
          List.of(
              Way.rest(execution + "/steps"),
              Way.rest(execution + "/steps/Train"),
              Way.rest(execution + "/explain"),
              Way.sageMaker(
                  "ListPipelineExecutionSteps",
                  "{\"PipelineExecutionArn\": \"%s\"}".formatted(arn)));
      case JOB_DESCRIPTIONS ->
          List.of(
              Way.rest("/v1/runs/" + jobs.run()),
              Way.sageMaker(
                  "DescribeTrainingJob",
                  "{\"TrainingJobName\": \"%s\"}".formatted(jobs.trained())));
      case LOGS -> List.of(Way.rest(execution + "/steps/Train/log"));
      case EVENTS -> List.of(Way.rest(execution + "/events"));
      case METRICS ->
          List.of(
              Way.rest("/v1/savings?pipeline=" + jobs.pipeline()),
              Way.rest("/v1/days?pipeline=" + jobs.pipeline()));
      case SEARCH -> List.of(Way.rest("/v1/pipelines/%s/runs".formatted(jobs.pipeline())));
    };
  }

  @Test
  void a_grant_alone_opens_its_own_source_of_its_own_pipeline() {
    for (Permission permission : Permission.values()) {
      check(permission.spelling() + " alone", permission);
    }
  }

  @Test
  void a_grant_that_is_taken_away_closes_its_own_source_and_changes_nothing_about_the_others() {
    for (Permission missing : Permission.values()) {
      check(
          "all but " + missing.spelling(),
          Arrays.stream(Permission.values())
              .filter(permission -> permission != missing)
              .toArray(Permission[]::new));
    }
  }

  @Test
  void a_job_is_out_of_sight_only_when_every_grant_that_shows_it_is_gone() {
    check("what shows nothing", Permission.MANAGE_PIPELINE, Permission.RECORD, Permission.PURGE);
    check("nothing at all");
  }

  private void check(String grants, Permission... granted) {
    service.grant(OWN, granted);
    for (MetadataSource source : MetadataSource.values()) {
      boolean isOpen = Arrays.asList(granted).contains(source.needed());
      for (Way way : waysTo(source, own)) {
        Answered answered = ask(way);
        assertThat(answered.isShown())
            .as("%s of the pipeline itself by %s with %s: %s", source, way, grants, answered)
            .isEqualTo(isOpen);
        assertThat(isOpen || granted.length == 0 || answered.isDenied())
            .as("%s by %s with %s: %s", source, way, grants, answered)
            .isTrue();
      }
      for (Way way : waysTo(source, other)) {
        Answered answered = ask(way);
        assertThat(answered.isShown()).as("%s of another by %s", source, way).isFalse();
        assertThat(answered.isDenied())
            .as("that there is another, by %s with %s: %s", way, grants, answered)
            .isFalse();
      }
    }
  }

  /** What was answered, in either interface. */
  private record Answered(int status, String text) {
    boolean isShown() {
      return status == 200;
    }

    boolean isDenied() {
      return status == 403 || text.contains("AccessDenied");
    }
  }

  private Answered ask(Way way) {
    Api.Got got =
        way.operation().isEmpty()
            ? api.get(way.path())
            : api.sageMaker(
                api.request(way.path())
                    .header("Content-Type", "application/x-amz-json-1.1")
                    .header("X-Amz-Target", "SageMaker." + way.operation())
                    .POST(BodyPublishers.ofString(way.body())));
    return new Answered(got.status(), got.text());
  }

  @Test
  void who_may_run_a_pipeline_sees_what_its_cached_steps_hand_on_without_DescribeJob() {
    service.grant(OWN, Permission.RUN_PIPELINE);
    assertThat(ask(waysTo(MetadataSource.JOB_DESCRIPTIONS, own).getFirst()).isDenied()).isTrue();
    String step = api.get("/v1/executions/" + own.execution() + "/steps/Train").is(200).text();
    assertThat(step).contains(own.trained());
  }

  @Test
  void what_is_shown_and_only_that_is_in_the_audit_log() {
    service.grant(OWN, Permission.SEARCH);
    long before = entries();
    ask(Way.rest("/v1/runs/" + own.run()));
    ask(Way.rest("/v1/pipelines/fraud/runs"));
    assertThat(entries()).isEqualTo(before);
    ask(Way.rest("/v1/pipelines/churn/runs"));
    assertThat(entries()).isGreaterThan(before);
  }

  private long entries() {
    try (Stream<?> entries = service.store().accessBook().audit()) {
      return entries.count();
    }
  }
}
