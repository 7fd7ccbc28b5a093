package dev.stepcache.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.StepFault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** X3: an EMR step runs its HadoopJarStep as a process. */
class EmrStepTest {
  @TempDir Path temporary;
  private Workshop at;

  @BeforeEach
  void open() throws IOException {
    at = new Workshop(temporary, "rewrite");
  }

  private static String request(String jarStep) {
    return "{\"ClusterId\": \"j-1\", \"StepConfig\": {\"HadoopJarStep\": {%s}}}".formatted(jarStep);
  }

  @Test
  void X3_the_command_runner_runs_its_arguments() throws Exception {
    at.put("s3://bucket/in/rows", "1\n2\n");

    at.done(
        "EMR",
        request(
            """
            "Jar": "command-runner.jar",
            "Args": ["sh", "-c", "echo $0; wc -l < $STEPCACHE_OBJECTS/bucket/in/rows", "s3://bucket/in"]
            """));

    assertThat(at.printed().lines().map(String::strip)).containsExactly("s3://bucket/in", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/code/step.sh", "file://./step.sh", "step.sh"})
  void X3_the_script_runner_runs_a_script_from_its_place(String script) throws Exception {
    at.put("s3://bucket/code/step.sh", "echo \"$1 of $#\"");
    at.file("step.sh", "echo \"$1 of $#\"");

    at.done(
        "EMR",
        request(
            "\"Jar\": \"s3://eu-west-1.elasticmapreduce/libs/script-runner/script-runner.jar\","
                + " \"Args\": [\"%s\", \"one\", \"two\"]".formatted(script)));

    assertThat(at.printed()).isEqualTo("one of 2\n");
  }

  @Test
  void X3_a_script_that_names_its_interpreter_is_run_by_it() throws Exception {
    at.file("step", "#!/usr/bin/env -S sh -x\necho hello\n");

    at.done("EMR", request("\"Jar\": \"script-runner.jar\", \"Args\": [\"file://./step\"]"));

    assertThat(at.printed()).isEqualTo("+ echo hello\nhello\n");
  }

  @ParameterizedTest
  @CsvSource({"s3://bucket/code/job.jar, ''", "file://./job.jar, ', \"MainClass\": \"Say\"'"})
  void X3_any_other_jar_is_run_by_Java(String jar, String mainClass) throws Exception {
    Path made = jar();
    at.objects.put(made, "s3://bucket/code/job.jar");
    Files.copy(made, at.definition.resolve("job.jar"));

    at.done(
        "EMR",
        request(
            """
            "Jar": "%s", "Args": ["a", "b c"], "Properties": [{"Key": "greeting", "Value": "hi"}]%s
            """
                .formatted(jar, mainClass)));

    assertThat(at.printed()).isEqualTo("hi [a, b c]\n");
  }

  /** A program that prints a property and its arguments. */
  private Path jar() throws IOException {
    Path source =
        at.file(
            "Say.java",
            "class Say { public static void main(String[] words) {"
                + " System.out.println(System.getProperty(\"greeting\") + ' ' +"
                + " java.util.Arrays.toString(words)); } }");
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null, null, null, "--release", "17", "-d", temporary.toString(), source.toString());
    assertThat(exitCode).isZero();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Say");
    Path jar = temporary.resolve("say.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(new JarEntry("Say.class"));
      Files.copy(temporary.resolve("Say.class"), entries);
    }
    return jar;
  }

  @Test
  void X4_it_is_described_as_DescribeStep_does_with_the_cluster() throws Exception {
    Result.Done done =
        at.done(
            "EMR",
            """
            {"ClusterConfig": {"Instances": {}}, "StepConfig": {"Name": "spark",
              "HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["true"],
                "Properties": [{"Key": "a", "Value": "1"}]}}}
            """);

    ObjectValue described = done.described();
    assertThat(described.textMember("Id").orElseThrow()).matches("s-[0-9A-F]{13}");
    assertThat(described.textMember("ClusterId").orElseThrow()).matches("j-[0-9A-F]{13}");
    assertThat(described.textMember("Name")).contains("spark");
    assertThat(described.textMember("ActionOnFailure")).contains("CONTINUE");
    assertThat(described.objectMember("Config"))
        .contains(
            Workshop.json(
                """
                {"Jar": "command-runner.jar", "Args": ["true"], "Properties": {"a": "1"}}
                """));
    ObjectValue status = described.objectMember("Status").orElseThrow();
    assertThat(status.textMember("State")).contains("COMPLETED");
    assertThat(status.objectMember("Timeline").orElseThrow().textMember("EndDateTime")).isPresent();
  }

  @Test
  void X3_a_process_that_fails_fails_the_step() throws Exception {
    assertThat(
            at.failure(
                "EMR",
                request(
                    "\"Jar\": \"command-runner.jar\", \"Args\": [\"sh\", \"-c\", \"echo oh; exit"
                        + " 3\"]")))
        .isEqualTo("the program ended with exit code 3; the last it printed: oh");
  }

  @Test
  void X2_a_process_may_say_that_it_is_worth_another_attempt() throws Exception {
    assertThat(
            StepFault.of(
                at.failure(
                    "EMR",
                    request(
                        """
                        "Jar": "command-runner.jar",
                        "Args": ["sh", "-c", "echo ThrottlingException: slow down; exit 3"]
                        """))))
        .contains(StepFault.THROTTLING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/gone.jar", "file:///no/such.jar", "hdfs:///x.jar"})
  void X3_a_jar_that_is_nowhere_fails_the_step_and_is_named(String jar) throws Exception {
    assertThat(at.failure("EMR", request("\"Jar\": \"%s\"".formatted(jar))))
        .isEqualTo("ClientError: there is no object at " + jar);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | its StepConfig has no HadoopJarStep with a Jar",
        "{\"StepConfig\": {\"HadoopJarStep\": {\"Jar\": \"command-runner.jar\"}}} | has no Args",
        "{\"StepConfig\": {\"HadoopJarStep\": {\"Jar\": \"s3://x/script-runner.jar\", \"Args\":"
            + " []}}} | has no Args"
      })
  void X3_a_step_with_nothing_to_run_is_refused_before_anything_starts(
      String arguments, String why) {
    assertThat(at.refusal("EMR", arguments).orElseThrow())
        .contains("\"TheStep\"", why, "stepcache.json");
  }
}
