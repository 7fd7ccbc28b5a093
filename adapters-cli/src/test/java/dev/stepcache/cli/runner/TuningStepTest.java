package dev.stepcache.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.StepFault;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** X3: a Tuning step runs training jobs with hyperparameters chosen from its ranges. */
class TuningStepTest {
  /** Its objective is the hyperparameter x; one of 13 is bad luck. */
  private static final String TRAIN =
      """
      echo "$SM_HP_X $SM_HP_KIND" > $SM_MODEL_DIR/chosen
      echo "accuracy=$SM_HP_X;"
      echo "$@" >> "$TRIED"
      [ "$SM_HP_X" != 13 ]
      """;

  private static final String METRICS =
      "\"MetricDefinitions\": [{\"Name\": \"acc\", \"Regex\": \"accuracy=(.*?);\"}]";

  @TempDir Path temporary;
  private Workshop at;

  @BeforeEach
  void open() throws IOException {
    at = new Workshop(temporary, "rewrite");
    at.setVariable("TRIED", temporary.resolve("tried").toString());
    at.file("src/train.sh", TRAIN);
  }

  /** A request with a config and further members of its one definition. */
  private static String request(String config, String more) {
    return """
    {"HyperParameterTuningJobConfig": {%s}, "TrainingJobDefinition": %s}
    """
        .formatted(config, definition(more));
  }

  private static String definition(String more) {
    return """
    {"AlgorithmSpecification": {"TrainingInputMode": "File", %s},
     "StaticHyperParameters": {"sagemaker_program": "train.sh",
       "sagemaker_submit_directory": "file://./src", "kind": "same"},
     "OutputDataConfig": {"S3OutputPath": "s3://bucket/t"}%s}
    """
        .formatted(METRICS, more);
  }

  private static String config(String strategy, String limits, String ranges) {
    return """
    "Strategy": "%s", "ResourceLimits": {%s}, "ParameterRanges": {%s},
    "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "acc"}
    """
        .formatted(strategy, limits, ranges);
  }

  private static String categories(String... values) {
    return "\"CategoricalParameterRanges\": [{\"Name\": \"x\", \"Values\": [\"%s\"]}]"
        .formatted(String.join("\", \"", values));
  }

  private static String numbers(String kind, String least, String greatest, String scaling) {
    return """
    "%sParameterRanges": [{"Name": "x", "MinValue": "%s", "MaxValue": "%s", "ScalingType": "%s"}]
    """
        .formatted(kind, least, greatest, scaling);
  }

  private static List<ObjectValue> summaries(ObjectValue described) {
    return described.itemsOf("TrainingJobSummaries").stream().map(ObjectValue.class::cast).toList();
  }

  private static List<String> chosen(ObjectValue described) {
    return summaries(described).stream()
        .map(summary -> summary.objectMember("TunedHyperParameters").orElseThrow())
        .map(tuned -> tuned.textMember("x").orElseThrow())
        .toList();
  }

  @Test
  void X3_a_grid_tries_every_combination_and_tells_of_the_best_first() throws Exception {
    String grid = config("Grid", "\"MaxParallelTrainingJobs\": 2", categories("7", "13", "9", "8"));

    Result.Done done = at.done("Tuning", request(grid, ""));

    assertThat(chosen(done.described())).containsExactly("9", "8", "7", "13");
    ObjectValue best = summaries(done.described()).get(0);
    assertThat(done.described().objectMember("BestTrainingJob")).contains(best);
    assertThat(best.objectMember("FinalHyperParameterTuningJobObjectiveMetric"))
        .contains(Workshop.json("{\"MetricName\": \"acc\", \"Type\": \"Maximize\", \"Value\": 9}"));
    assertThat(best.textMember("TrainingJobStatus")).contains("Completed");
    assertThat(best.textMember("ObjectiveStatus")).contains("Succeeded");
    String name = best.textMember("TrainingJobName").orElseThrow();
    String model = "s3://bucket/t/" + name + "/output/model.tar.gz";
    assertThat(done.stored()).hasSize(3).containsKey(model);
    Path archive = Files.write(temporary.resolve("m.tar.gz"), at.objects.read(model).orElseThrow());
    Archive.unpack(archive, temporary.resolve("unpacked"));
    assertThat(temporary.resolve("unpacked/chosen")).hasContent("9 same");
    assertThat(done.described().objectMember("TrainingJobStatusCounters"))
        .contains(
            Workshop.json(
                """
                {"Completed": 3, "NonRetryableError": 1, "InProgress": 0, "RetryableError": 0,
                 "Stopped": 0}
                """));
    assertThat(done.described().objectMember("ObjectiveStatusCounters"))
        .contains(Workshop.json("{\"Succeeded\": 3, \"Failed\": 1, \"Pending\": 0}"));
    assertThat(summaries(done.described()).get(3).textMember("FailureReason").orElseThrow())
        .contains("exit code 1");
  }

  @Test
  void X3_names_are_as_long_as_SageMaker_has_them_and_logs_are_told_apart() throws Exception {
    Result.Done done =
        at.done(
            "Tuning",
            request(config("Grid", "\"MaxParallelTrainingJobs\": 9", categories("1", "2")), ""));

    String tuning = done.described().textMember("HyperParameterTuningJobName").orElseThrow();
    assertThat(tuning).hasSizeLessThanOrEqualTo(32).matches("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}");
    assertThat(summaries(done.described()))
        .allSatisfy(summary ->
            assertThat(summary.textMember("TrainingJobName").orElseThrow())
                .matches(tuning + "-00[12]-[0-9a-f]{8}"));
    assertThat(at.printed())
        .contains("{x=1}: acc = 1, see step.001-", "{x=2}: acc = 2, see step.002-");
    try (Stream<Path> logs = Files.list(at.log.resolve("..").normalize())) {
      assertThat(logs).hasSize(3);
    }
  }

  @Test
  void X3_a_script_is_given_what_was_chosen_and_not_what_SageMaker_adds() throws Exception {
    at.done(
        "Tuning", request(config("Grid", "\"MaxParallelTrainingJobs\": 1", categories("5")), ""));

    assertThat(temporary.resolve("tried")).hasContent("--kind same -x 5");
  }

  @Test
  void X3_random_values_are_told_again_by_the_same_request_or_seed() throws Exception {
    String limits = "\"MaxNumberOfTrainingJobs\": 3, \"MaxParallelTrainingJobs\": 3";
    String ranges = numbers("Continuous", "0.5", "2", "Linear");
    String random = request(config("Random", limits, ranges), "");
    String seeded = request(config("Random", limits, ranges) + ", \"RandomSeed\": 7", "");
    String seededOther =
        request(config("Random", limits, ranges) + ", \"RandomSeed\": 7", ", \"RoleArn\": \"r\"");

    List<String> first = chosen(at.done("Tuning", random).described());
    assertThat(first).doesNotHaveDuplicates().hasSize(3);
    assertThat(first)
        .allSatisfy(x ->
            assertThat(new BigDecimal(x)).isBetween(new BigDecimal("0.5"), new BigDecimal("2")));
    assertThat(chosen(at.done("Tuning", random).described())).isEqualTo(first);
    assertThat(plan(seeded)).isNotEqualTo(plan(random)).isEqualTo(plan(seededOther));
  }

  private static List<String> plan(String request) throws JobFailure {
    return TuningPlan.of(Workshop.json(request)).choices().stream()
        .map(choice -> choice.chosen().toString())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "Integer, 1, 3, Linear",
    "Integer, 1, 3, Auto",
    "Integer, 2, 2, Logarithmic",
    "Integer, 1, 1000000, Logarithmic",
    "Continuous, 1e-5, 1, Logarithmic",
    "Continuous, 0.5, 0.999, ReverseLogarithmic",
    "Continuous, -3, 3, Linear"
  })
  void X3_values_stay_within_their_range(String kind, String least, String greatest, String scaling)
      throws JobFailure {
    String limits = "\"MaxNumberOfTrainingJobs\": 500, \"MaxParallelTrainingJobs\": 3";
    String request = request(config("Random", limits, numbers(kind, least, greatest, scaling)), "");

    List<BigDecimal> drawn =
        TuningPlan.of(Workshop.json(request)).choices().stream()
            .map(choice -> new BigDecimal(choice.chosen().get("x")))
            .toList();

    assertThat(drawn).hasSize(500);
    assertThat(drawn)
        .allSatisfy(x -> assertThat(x).isBetween(new BigDecimal(least), new BigDecimal(greatest)));
    if (kind.equals("Integer")) {
      assertThat(drawn).allSatisfy(x -> assertThat(x.scale()).isZero());
    }
    if (greatest.equals("3") && least.equals("1")) {
      assertThat(drawn.stream().distinct()).hasSize(3);
    }
    if (scaling.equals("Logarithmic") && least.equals("1e-5")) {
      assertThat(drawn.stream().filter(x -> x.doubleValue() < 0.00316)).hasSizeBetween(200, 300);
    }
  }

  @Test
  void X3_bayesian_chooses_as_random_does_and_says_so() throws Exception {
    String limits = "\"MaxNumberOfTrainingJobs\": 2, \"MaxParallelTrainingJobs\": 1";
    String ranges = numbers("Integer", "1", "9", "Auto");

    Result.Done done = at.done("Tuning", request(config("Bayesian", limits, ranges), ""));

    assertThat(chosen(done.described())).hasSize(2);
    assertThat(at.notes)
        .containsExactly(
            "step TheStep: the strategy Bayesian is not known here: hyperparameters are chosen as"
                + " by Random");
  }

  @Test
  void X3_nothing_more_is_tried_once_the_target_is_reached() throws Exception {
    String grid =
        config("Grid", "\"MaxParallelTrainingJobs\": 1", categories("1", "5", "9"))
            + ", \"TuningJobCompletionCriteria\": {\"TargetObjectiveMetricValue\": 4.5}";

    assertThat(chosen(at.done("Tuning", request(grid, "")).described())).containsExactly("5", "1");
  }

  @Test
  void X3_several_definitions_have_ranges_and_objectives_of_their_own() throws Exception {
    String own =
        """
        , "DefinitionName": "%s", "HyperParameterRanges": {%s},
        "TuningObjective": {"Type": "Minimize", "MetricName": "acc"}
        """;
    String request =
        """
        {"HyperParameterTuningJobConfig": {"Strategy": "Grid",
           "ResourceLimits": {"MaxParallelTrainingJobs": 2}},
         "TrainingJobDefinitions": [%s, %s]}
        """
            .formatted(
                definition(own.formatted("a", categories("3", "1"))),
                definition(own.formatted("b", categories("2"))));

    Result.Done done = at.done("Tuning", request);

    assertThat(chosen(done.described())).containsExactly("1", "2", "3");
    assertThat(summaries(done.described()))
        .extracting(summary -> summary.textMember("TrainingJobDefinitionName").orElseThrow())
        .containsExactly("a", "b", "a");
  }

  @Test
  void X3_each_training_job_has_checkpoints_of_its_own() throws Exception {
    at.file("src/train.sh", "echo $SM_HP_X > $STEPCACHE_OPT_ML/checkpoints/c; echo 'accuracy=1;'");
    String grid = config("Grid", "\"MaxParallelTrainingJobs\": 2", categories("1", "2"));

    Result.Done done =
        at.done("Tuning", request(grid, ", \"CheckpointConfig\": {\"S3Uri\": \"s3://bucket/c/\"}"));

    for (ObjectValue summary : summaries(done.described())) {
      String name = summary.textMember("TrainingJobName").orElseThrow();
      assertThat(at.read("s3://bucket/c/" + name + "/c").strip())
          .isEqualTo(
              summary
                  .objectMember("TunedHyperParameters")
                  .orElseThrow()
                  .textMember("x")
                  .orElseThrow());
    }
  }

  @Test
  void X3_a_tuning_job_fails_when_all_do_or_none_prints_the_objective() throws Exception {
    String grid = config("Grid", "\"MaxParallelTrainingJobs\": 2", categories("13", "13"));
    assertThat(at.failure("Tuning", request(grid, "")))
        .startsWith("the program ended with exit code 1")
        .endsWith("(the first of 2 training jobs, which all failed)");

    at.file(
        "src/train.sh", "echo 'CapacityError: no room' > $STEPCACHE_OPT_ML/output/failure; exit 1");
    assertThat(StepFault.of(at.failure("Tuning", request(grid, ""))))
        .contains(StepFault.CAPACITY_ERROR);

    at.file("src/train.sh", "echo nothing of interest");
    assertThat(at.failure("Tuning", request(grid, "")))
        .isEqualTo("none of 2 training jobs printed what its MetricDefinitions read as \"acc\"");
  }

  static Stream<List<String>> refusals() {
    String one = "\"MaxNumberOfTrainingJobs\": 1, \"MaxParallelTrainingJobs\": 1";
    String range = numbers("Integer", "1", "2", "Linear");
    return Stream.of(
        List.of(request(config("Grid", one, range), ""), "categorical ranges only"),
        List.of(
            request(config("Grid", one, categories("1")), "").replace("sagemaker_program", "p"),
            "ContainerEntrypoint"),
        List.of(request(config("Magic", one, range), ""), "Strategy \"Magic\""),
        List.of(
            request(config("Random", "\"MaxParallelTrainingJobs\": 1", range), ""),
            "MaxNumberOfTrainingJobs"),
        List.of(request(config("Random", one.replace("1", "1001"), range), ""), "from 1 to 1,000"),
        List.of(
            request(config("Random", one, numbers("Integer", "3", "2", "Auto")), ""),
            "hyperparameter \"x\" has a MinValue above"),
        List.of(
            request(config("Random", one, numbers("Integer", "0", "2", "Logarithmic")), ""),
            "MinValue above 0"),
        List.of(
            request(config("Random", one, numbers("Integer", "x", "2", "Auto")), ""),
            "the MinValue \"x\", which is no number"),
        List.of(
            request(config("Random", one, range), "").replace("MetricDefinitions", "Metrics"),
            "how \"acc\" is read"),
        List.of(
            "{\"HyperParameterTuningJobConfig\": {%s}}".formatted(config("Random", one, range)),
            "neither a TrainingJobDefinition"),
        List.of(
            request(config("Random", one, "\"AutoParameters\": [{\"Name\": \"x\"}]"), ""),
            "AutoParameters"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void X3_what_cannot_be_tuned_is_refused_before_anything_starts(List<String> refused) {
    assertThat(at.refusal("Tuning", refused.get(0)).orElseThrow())
        .contains("\"TheStep\"", refused.get(1), "stepcache.json");
  }

  @Test
  void X3_a_request_with_expressions_in_it_is_not_refused_for_them() {
    String ranges = numbers("Integer", "1", "2", "Auto");
    String later = "\"MaxNumberOfTrainingJobs\": {\"Get\": \"Parameters.N\"}";
    String input = ", \"InputDataConfig\": {\"Get\": \"Parameters.I\"}";

    assertThat(at.refusal("Tuning", request(config("Random", later, ranges), ""))).isEmpty();
    assertThat(at.refusal("Tuning", request(config("Grid", "", ranges), input)))
        .hasValueSatisfying(why -> assertThat(why).contains("categorical ranges only"));
  }

  @Test
  void X8_an_interruption_ends_all_training_jobs_first() throws Exception {
    Path begun = Files.createDirectory(temporary.resolve("begun"));
    at.setVariable("BEGUN", begun.toString());
    at.file("src/train.sh", "touch $BEGUN/$SM_HP_X; exec sleep 86397");
    Job job =
        at.job(
            "Tuning",
            request(
                config("Grid", "\"MaxParallelTrainingJobs\": 2", categories("1", "2", "3")), ""));
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Result> running = threads.submit(() -> at.runner().run(job));
      while (sleepers() < 2) {
        Thread.sleep(20);
      }
      threads.shutdownNow();

      assertThatThrownBy(running::get).hasCauseInstanceOf(InterruptedException.class);
      assertThat(sleepers()).isZero();
      assertThat(count(begun)).isEqualTo(2);
    }
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static long sleepers() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").contains("sleep 86397"))
        .count();
  }

  @Test
  void X4_a_described_tuning_job_names_what_was_asked_for() throws Exception {
    ObjectValue described =
        at.done(
                "Tuning",
                request(config("Grid", "\"MaxParallelTrainingJobs\": 1", categories("1")), ""))
            .described();

    assertThat(described.textMember("HyperParameterTuningJobArn").orElseThrow())
        .startsWith("arn:aws:sagemaker:local:000000000000:hyper-parameter-tuning-job/");
    assertThat(
            summaries(described).get(0).member("TrainingEndTime").flatMap(AttributeValue::asText))
        .isPresent();
  }
}
