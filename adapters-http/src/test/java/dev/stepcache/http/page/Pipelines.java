package dev.stepcache.http.page;

import dev.stepcache.application.ExecutionListener;
import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.ExecutionRequest;
import dev.stepcache.application.ExecutionRequest.Wishes;
import dev.stepcache.application.InFlight;
import dev.stepcache.application.RunningExecution;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import dev.stepcache.http.TestService;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Pipelines to be looked at, and executions of them. */
final class Pipelines {
  private Pipelines() {}

  /** A Processing step that works for so many milliseconds; cached for 30 days. */
  static String step(String name, String eta, int millis, String... after) {
    return """
    {"Name": %s, "Type": "Processing", "DependsOn": [%s],
     "Arguments": {"Environment": {"ETA": "%s", "MILLIS": "%d", "API_TOKEN": "hush-%s"}},
     "CacheConfig": {"Enabled": true, "ExpireAfter": "30d"}}\
    """
        .formatted(
            quoted(name),
            Arrays.stream(after).map(Pipelines::quoted).collect(Collectors.joining(",")),
            eta,
            millis,
            eta);
  }

  static String definition(String... steps) {
    return """
    {"Version": "2020-12-01", "Steps": [%s]}\
    """
        .formatted(String.join(",", steps));
  }

  /** An execution that goes on by itself. */
  record Going(RunningExecution execution, CompletableFuture<ExecutionReport> report) {
    ExecutionId id() {
      return execution.id();
    }

    /** Waits for its end. */
    ExecutionId end() {
      return report.join().execution();
    }

    void stop() {
      execution.stop();
      report.join();
    }

    private void see() {
      try {
        report.complete(execution.await());
      } catch (InterruptedException | RuntimeException broken) {
        report.completeExceptionally(broken);
      }
    }
  }

  static Going begin(TestService service, String pipeline, String definition) {
    ExecutionRequest request =
        new ExecutionRequest(
            new PipelineName(pipeline),
            PipelineDefinition.read(JsonReader.readOwn(definition)).get(),
            definition,
            Map.of(),
            new Wishes(Set.of(), true, InFlight.RUN, false, 4),
            Optional.empty(),
            "{}");
    Going going =
        new Going(
            service.useCases().executor().begin(request, ExecutionListener.NONE).get(),
            new CompletableFuture<>());
    Thread.ofVirtual().start(going::see);
    return going;
  }

  static ExecutionId run(TestService service, String pipeline, String definition) {
    return begin(service, pipeline, definition).end();
  }

  /** An execution that has a step of every kind, as a store may hold it. */
  static ExecutionId ofAllMarks(TestService service, String pipeline) {
    String definition =
        """
        {"Version": "2020-12-01", "Parameters": [
           {"Name": "Rounds", "Type": "Integer", "DefaultValue": 50},
           {"Name": "ApiToken", "Type": "String", "DefaultValue": "hush"}], "Steps": [
          %s, %s, %s, %s, %s, %s, %s, %s, %s,
          {"Name": "GoodEnough", "Type": "Condition", "DependsOn": ["Evaluate"],
           "Arguments": {"Conditions": [{"Type": "Equals", "LeftValue": 1, "RightValue": 1}],
             "IfSteps": [%s], "ElseSteps": [%s]}}]}\
        """
            .formatted(
                step("Fetch", "1", 0),
                step("Schema", "1", 0),
                step("Clean", "1", 0, "Fetch", "Schema"),
                step("Features", "1", 0, "Clean"),
                step("TrainSmall", "1", 0, "Features"),
                step("TrainLargeWithAVeryLongNameThatDoesNotFit", "1", 0, "Features"),
                step("Explain", "1", 0, "Clean"),
                step("Evaluate", "1", 0, "TrainSmall", "Fetch"),
                step("Report", "1", 0, "Explain", "Evaluate"),
                step("Register", "1", 0),
                step("Retrain", "1", 0));
    RunHistory history = service.store().history();
    Instant start = Instant.now().minusSeconds(100).truncatedTo(ChronoUnit.MILLIS);
    PipelineId id = history.openPipeline(new PipelineName(pipeline), start).id();
    ExecutionId execution = new ExecutionId("all-of-it");
    history.begin(
        new Execution(
            execution,
            id,
            RunKind.REAL,
            Execution.Status.EXECUTING,
            start,
            Optional.empty(),
            Optional.empty(),
            definition,
            "{\"ApiToken\": \"hush\", \"Rounds\": 50}",
            "{}",
            0),
        Optional.empty());
    List<ExecutedStep> steps = new ArrayList<>();
    steps.add(decided(steps, "Fetch", ExecutedStep.Status.SUCCEEDED, hit(start)));
    steps.add(decided(steps, "Schema", ExecutedStep.Status.SUCCEEDED, bypass()));
    steps.add(decided(steps, "Clean", ExecutedStep.Status.SUCCEEDED, changed(start)));
    steps.add(
        decided(steps, "Features", ExecutedStep.Status.SUCCEEDED, hit(start))
            .takenInto(3, new ExecutionId("an-earlier-one")));
    steps.add(decided(steps, "TrainSmall", ExecutedStep.Status.SUCCEEDED, expired()));
    steps.add(
        decided(
            steps,
            "TrainLargeWithAVeryLongNameThatDoesNotFit",
            ExecutedStep.Status.EXECUTING,
            miss("NO_PREVIOUS_RUN", "this step has never succeeded in this pipeline")));
    steps.add(
        decided(
            steps,
            "Explain",
            ExecutedStep.Status.FAILED,
            miss("REFRESH_REQUESTED", "a refresh was asked for")));
    steps.add(decided(steps, "Evaluate", ExecutedStep.Status.SUCCEEDED, hit(start)));
    steps.add(decided(steps, "GoodEnough", ExecutedStep.Status.SUCCEEDED, bypass()));
    steps.add(
        decided(
            steps,
            "Register",
            ExecutedStep.Status.STOPPED,
            miss("NO_PREVIOUS_RUN", "this step has never succeeded in this pipeline")));
    steps.forEach(step -> history.keep(execution, step));
    return execution;
  }

  private static ExecutedStep decided(
      List<ExecutedStep> before, String name, ExecutedStep.Status status, JsonObject decision) {
    Instant start = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
    boolean goesOn = status == ExecutedStep.Status.EXECUTING;
    return new ExecutedStep(
        before.size(),
        new StepName(name),
        new StepType(name.equals("GoodEnough") ? "Condition" : "Processing"),
        status,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(decision.compact()),
        name.equals("GoodEnough") ? Optional.of("{\"Outcome\": \"True\"}") : Optional.empty(),
        1,
        0,
        start,
        goesOn ? Optional.empty() : Optional.of(start.plusMillis(7_300)),
        status == ExecutedStep.Status.FAILED
            ? Optional.of("AlgorithmError: no more memory")
            : Optional.empty());
  }

  private static JsonObject miss(String reason, String message) {
    return new JsonObject().put("outcome", "MISS").put("reason", reason).put("message", message);
  }

  private static JsonObject bypass() {
    return new JsonObject()
        .put("outcome", "BYPASS")
        .put("reason", "CACHING_DISABLED")
        .put("message", "caching is not enabled for this step");
  }

  private static JsonObject hit(Instant start) {
    return new JsonObject()
        .put("outcome", "HIT")
        .put("reason", "REUSED")
        .put("message", "reuses run r-1, completed 2 h ago")
        .put(
            "source",
            new JsonObject()
                .put("run", "r-1")
                .put("execution", "long-gone")
                .put("startedAt", start.minusSeconds(7_300))
                .put("completedAt", start.minusSeconds(7_200))
                .put("age", "PT7200.000S"));
  }

  private static JsonObject expired() {
    return miss("EXPIRED", "run r-2 expired 1 h ago").put("expiredBy", "PT3600.000S");
  }

  private static JsonObject changed(Instant start) {
    return miss("ATTRIBUTES_CHANGED", "2 attributes changed since run r-3")
        .put(
            "nearest",
            new JsonObject()
                .put("run", "r-3")
                .put("completedAt", start.minusSeconds(9_000))
                .put(
                    "changed",
                    List.of(
                        new JsonObject()
                            .put("path", "/Arguments/Environment/ETA")
                            .put("before", "0.1")
                            .put("after", "0.2"),
                        new JsonObject()
                            .put("path", "/Arguments/AppSpecification")
                            .put(
                                "after",
                                new JsonObject()
                                    .put("ImageUri", "registry.example/team/clean:2026.01")
                                    .putTexts("ContainerArguments", List.of("--fast", "--safe"))),
                        new JsonObject()
                            .put("path", "/inputs/file:~1~1~1data~1raw.csv")
                            .put("before", "a")
                            .put("after", "b"))));
  }

  static String quoted(String text) {
    return CanonicalJson.text(AttributeValue.text(text));
  }
}
