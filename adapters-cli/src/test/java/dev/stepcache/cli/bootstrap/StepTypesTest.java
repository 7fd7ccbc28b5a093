package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.cli.bootstrap.Shell.Answer;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** X3, X4: steps of all types as a user meets them, each serving those after it. */
class StepTypesTest {
  private static final String CACHING =
      "\"CacheConfig\": {\"Enabled\": true, \"ExpireAfter\": \"P30D\"}";

  /** Its objective is the hyperparameter depth, and its model multiplies by it. */
  private static final String TUNE =
      """
      {"Name": "Tune", "Type": "Tuning", %s, "Arguments": {
        "HyperParameterTuningJobConfig": {"Strategy": "Grid",
          "ResourceLimits": {"MaxParallelTrainingJobs": 2},
          "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "acc"},
          "ParameterRanges": {"CategoricalParameterRanges": [
            {"Name": "depth", "Values": ["2", "5", "3"]}]}},
        "TrainingJobDefinition": {
          "AlgorithmSpecification": {"TrainingInputMode": "File",
            "MetricDefinitions": [{"Name": "acc", "Regex": "acc=([0-9]+)"}]},
          "StaticHyperParameters": {"sagemaker_program": "train.sh",
            "sagemaker_submit_directory": "file://./src"},
          "OutputDataConfig": {"S3OutputPath": "s3://bucket/tuned"}}}}
      """
          .formatted(CACHING);

  /** As the SDK's get_top_model_s3_uri joins it. */
  private static final String TOP_MODEL =
      """
      {"Std:Join": {"On": "/", "Values": ["s3:/", "bucket/tuned",
        {"Get": "Steps.Tune.TrainingJobSummaries[0].TrainingJobName"}, "output/model.tar.gz"]}}
      """;

  private static final String REGISTER =
      """
      {"Name": "Register", "Type": "RegisterModel", "Arguments": {
        "ModelPackageGroupName": "churn", "ModelApprovalStatus": "Approved",
        "DriftCheckBaselines": {"ModelDataQuality": {
          "Constraints": {"ContentType": "json", "S3Uri": "%s"},
          "Statistics": {"ContentType": "json", "S3Uri": "s3://bucket/check/statistics.json"}}},
        "InferenceSpecification": {"Containers": [{"Image": "i", "ModelDataUrl": %s,
          "Environment": {"SAGEMAKER_PROGRAM": "Serve.java",
            "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code"}}]}}}
      """;

  private static final String SERVE =
      """
      import com.sun.net.httpserver.*;
      import java.net.*;
      import java.nio.file.*;
      class Serve {
        public static void main(String[] args) throws Exception {
          int factor = Integer.parseInt(Files.readString(
              Path.of(System.getenv("STEPCACHE_OPT_ML"), "model", "factor")).strip());
          HttpServer server = HttpServer.create(new InetSocketAddress(
              "127.0.0.1", Integer.parseInt(System.getenv("SAGEMAKER_BIND_TO_PORT"))), 0);
          server.createContext("/ping", exchange -> exchange.sendResponseHeaders(200, -1));
          server.createContext("/invocations", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), "UTF-8");
            byte[] answer = ("" + factor * Integer.parseInt(body.strip())).getBytes("UTF-8");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
          server.start();
        }
      }
      """;

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
    shell.write(
        "src/train.sh",
        """
        echo $SM_HP_DEPTH > $SM_MODEL_DIR/factor
        mkdir $SM_MODEL_DIR/code && cp Serve.java $SM_MODEL_DIR/code
        echo acc=$SM_HP_DEPTH
        """);
    shell.write("src/Serve.java", SERVE);
    shell.write(".stepcache/s3/bucket/in/row.csv", "7");
  }

  private Answer run(String steps, String... words) {
    shell.write("p.json", "{\"Steps\": [%s]}".formatted(steps));
    List<String> all = new ArrayList<>(List.of("run", "p.json", "--output", "json"));
    all.addAll(List.of(words));
    return shell.stepcache(all.toArray(String[]::new));
  }

  private static ObjectValue step(Answer answer, String name) {
    assertThat(answer.out()).as(answer.err()).isNotEmpty();
    return answer.json().itemsOf("steps").stream()
        .map(ObjectValue.class::cast)
        .filter(step -> textOf(step, "name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ObjectValue outputs(Answer answer, String step) {
    assertThat(textOf(answer.json(), "status")).as(answer.out()).isEqualTo("Succeeded");
    return step(answer, step).objectMember("outputs").orElseThrow();
  }

  private static String reason(Answer answer, String step) {
    return textOf(step(answer, step), "decision", "reason");
  }

  @Test
  void X3_the_best_of_a_tuning_job_is_registered_and_serves_a_transform() throws Exception {
    String pipeline =
        String.join(
            ",",
            TUNE,
            REGISTER.formatted("s3://bucket/c", TOP_MODEL),
            """
            {"Name": "Model", "Type": "Model", "Arguments": {"PrimaryContainer":
              {"ModelPackageName": {"Get": "Steps.Register.ModelPackageArn"}}}}
            """,
            """
            {"Name": "Predict", "Type": "Transform", %s, "Arguments": {
              "ModelName": {"Get": "Steps.Model.ModelName"},
              "TransformInput": {"DataSource": {"S3DataSource":
                {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/in"}}},
              "TransformOutput": {"S3OutputPath": "s3://bucket/predicted"}}}
            """
                .formatted(CACHING));

    Answer planned = plan(pipeline);
    Answer first = run(pipeline);
    Answer second = run(pipeline);

    assertThat(planned.exitCode()).isZero();
    assertThat(outputs(first, "Register").textMember("ModelPackageArn"))
        .contains("arn:aws:sagemaker:local:000000000000:model-package/churn/1");
    assertThat(folder.resolve(".stepcache/s3/bucket/predicted/row.csv.out")).hasContent("35");
    assertThat(reason(second, "Tune")).isEqualTo("REUSED");
    assertThat(outputs(second, "Register").textMember("ModelPackageArn"))
        .contains("arn:aws:sagemaker:local:000000000000:model-package/churn/2");
    // A new version is a new place of a model, as it is in SageMaker.
    assertThat(reason(second, "Predict")).isEqualTo("ATTRIBUTES_CHANGED");
  }

  private Answer plan(String steps) {
    shell.write("p.json", "{\"Steps\": [%s]}".formatted(steps));
    return shell.stepcache("plan", "p.json", "--output", "json");
  }

  @Test
  void X7_a_tuning_job_whose_best_model_is_gone_is_run_again() throws Exception {
    Answer first = run(TUNE);
    ObjectValue best = outputs(first, "Tune").objectMember("BestTrainingJob").orElseThrow();
    assertThat(reason(run(TUNE), "Tune")).isEqualTo("REUSED");

    Files.delete(
        folder
            .resolve(".stepcache/s3/bucket/tuned")
            .resolve(textOf(best, "TrainingJobName"))
            .resolve("output/model.tar.gz"));

    assertThat(reason(run(TUNE), "Tune")).isEqualTo("OUTPUTS_MISSING");
    assertThat(reason(run(TUNE.replace("\"5\", ", "")), "Tune")).isEqualTo("ATTRIBUTES_CHANGED");
  }

  @Test
  void X3_a_check_compares_with_the_baseline_that_was_approved() {
    String check =
        """
        {"Name": "Check", "Type": "QualityCheck", %s, "CheckType": "DATA_QUALITY",
         "ModelPackageGroupName": "churn", "SkipCheck": %s, "RegisterNewBaseline": %s,
         "FailOnViolation": true, "Arguments": {
          "AppSpecification": {"ContainerEntrypoint": ["sh", "/opt/ml/processing/code/check.sh"]},
          "ProcessingInputs": [{"InputName": "code", "S3Input":
            {"S3Uri": "file://./code", "LocalPath": "/opt/ml/processing/code"}}],
          "ProcessingOutputConfig": {"Outputs": [{"OutputName": "quality_check_output", "S3Output":
            {"S3Uri": "s3://bucket/%s", "LocalPath": "/opt/ml/processing/output"}}]}}}
        """;
    shell.write(
        "code/check.sh",
        """
        out=$STEPCACHE_OPT_ML/processing/output
        cp $STEPCACHE_OPT_ML/processing/code/data $out/constraints.json
        echo '{}' > $out/statistics.json
        if [ -n "$baseline_constraints" ] && ! cmp -s $baseline_constraints $out/constraints.json
        then echo '{"violations": [{"feature_name": "age"}]}' > $out/constraint_violations.json; fi
        """);
    String register =
        REGISTER
            .formatted("-", "\"s3://bucket/m\"")
            .replace("\"-\"", "{\"Get\": \"Steps.Check.BaselineUsedForDriftCheckConstraints\"}");
    String later = check.formatted(CACHING, "false", "false", "later");

    shell.write("code/data", "{\"mean\": 1}");
    Answer before = run(later);
    Answer first = run(check.formatted(CACHING, "true", "true", "check") + "," + register);
    Answer same = run(later);
    shell.write("code/data", "{\"mean\": 2}");
    Answer drifted = run(later);
    Answer again = run(later);

    assertThat(before.exitCode()).isEqualTo(1);
    assertThat(before.out()).contains("there is no earlier baseline");
    assertThat(outputs(first, "Register").textMember("ModelApprovalStatus")).contains("Approved");
    assertThat(outputs(same, "Check").textMember("BaselineUsedForDriftCheckConstraints"))
        .contains("s3://bucket/check/constraints.json");
    assertThat(drifted.exitCode()).isEqualTo(1);
    assertThat(drifted.out()).contains("Check failed with 1 violation").contains("age");
    assertThat(reason(again, "Check")).isEqualTo("NOT_SUCCEEDED");
  }

  @Test
  void X3_what_a_Lambda_answers_decides_a_condition_and_EMR_runs_in_its_branch() {
    shell.write(
        "stepcache.json", "{\"types\": {\"Lambda\": {\"command\": [\"sh\", \"lambda.sh\"]}}}");
    shell.write("lambda.sh", "echo '{\"rows\": \"20\", \"body\": 1}' > $STEPCACHE_OUTPUTS");
    String pipeline =
        """
        {"Name": "Count", "Type": "Lambda", "Arguments": {}, "OutputParameters": [
          {"OutputName": "rows", "OutputType": "Integer"},
          {"OutputName": "body", "OutputType": "String"}]},
        {"Name": "Enough", "Type": "Condition", "Arguments": {
          "Conditions": [{"Type": "GreaterThan", "RightValue": 9,
            "LeftValue": {"Get": "Steps.Count.OutputParameters['rows']"}}],
          "IfSteps": [{"Name": "Sum", "Type": "EMR", %s, "Arguments": {"ClusterId": "j-1",
            "StepConfig": {"HadoopJarStep": {"Jar": "command-runner.jar",
              "Args": ["sh", "-c", "echo summed > %s"]}}}}],
          "ElseSteps": []}},
        {"Name": "Tell", "Type": "Lambda", "OutputParameters": [], "Arguments": {
          "state": {"Get": "Steps.Sum.Status.State"}, "cluster": {"Get": "Steps.Sum.ClusterId"},
          "body": {"Get": "Steps.Count.OutputParameters['body']"}}}
        """
            .formatted(CACHING, folder.resolve("sum"));

    Answer first = run(pipeline);
    Answer second = run(pipeline);

    assertThat(folder.resolve("sum")).hasContent("summed");
    ObjectValue told = outputs(first, "Tell");
    assertThat(told.textMember("state")).contains("COMPLETED");
    assertThat(told.textMember("cluster")).contains("j-1");
    assertThat(told.textMember("body")).contains("1");
    assertThat(reason(second, "Sum")).isEqualTo("REUSED");
    assertThat(reason(second, "Count")).isEqualTo("STEP_TYPE_NOT_CACHEABLE");
  }

  @Test
  void X3_a_command_comes_before_the_registry_and_simulating_keeps_nothing() {
    String register = REGISTER.formatted("s3://bucket/c", "\"s3://bucket/m\"");
    Answer simulated = run(register, "--runner", "simulate");
    shell.write(
        "stepcache.json",
        "{\"types\": {\"RegisterModel\": {\"command\": [\"sh\", \"-c\", \"echo"
            + " '{\\\"ModelPackageArn\\\": \\\"theirs\\\"}' > $STEPCACHE_OUTPUTS\"]}}}");
    Answer commanded = run(register);
    shell.write("stepcache.json", "{}");
    Answer registered = run(register);

    assertThat(simulated.exitCode()).isZero();
    assertThat(outputs(commanded, "Register").textMember("ModelPackageArn")).contains("theirs");
    assertThat(outputs(registered, "Register").textMember("ModelPackageArn").orElseThrow())
        .endsWith("churn/1");
  }

  @Test
  void X3_what_cannot_be_done_is_refused_before_anything_starts_with_what_to_write() {
    String pipeline =
        "{\"Name\": \"Search\", \"Type\": \"AutoML\", \"Arguments\": {}},"
            + " {\"Name\": \"Serve\", \"Type\": \"Endpoint\", \"Arguments\": {}}";

    Answer refused = run(pipeline);

    assertThat(refused.exitCode()).isEqualTo(65);
    assertThat(refused.err())
        .contains("{\"types\":{\"AutoML\":{\"command\":[\"…\"]}}}")
        .contains("{\"types\":{\"Endpoint\":{\"command\":[\"…\"]}}}");
    assertThat(shell.stepcache("executions", "--output", "json").json().itemsOf("executions"))
        .isEmpty();
    assertThat(plan(pipeline).exitCode()).isZero();
    assertThat(run(pipeline, "--runner", "simulate").exitCode()).isZero();
  }
}
