package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.cli.bootstrap.Shell.Answer;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** X2, X6, X8: retry, stop, --select, --in-flight, logs and savings as a user meets them. */
@Timeout(value = 120, unit = SECONDS)
class StopAndRetryTest {
  /** B works only where there is a file named ready, and counts its attempts. */
  private static final String CHAIN =
      """
      {"Parameters": [{"Name": "Word", "Type": "String", "DefaultValue": "hello"}],
       "Steps": [
        {"Name": "A", "Type": "Processing",
         "Arguments": {"AppSpecification": {"ImageUri": "i"}, "Environment": {"WORD": {"Get": "Parameters.Word"}}},
         "CacheConfig": {"Enabled": true, "ExpireAfter": "P1D"}},
        {"Name": "B", "Type": "Training", "DependsOn": ["A"],
         "RetryPolicies": [{"ExceptionType": ["SageMaker.CAPACITY_ERROR"], "IntervalSeconds": 0, "MaxAttempts": 2}],
         "Arguments": {"HyperParameters": {"name": {"Get": "Steps.A.ProcessingJobName"}}},
         "CacheConfig": {"Enabled": true, "ExpireAfter": "P1D"}},
        {"Name": "C", "Type": "Processing", "DependsOn": ["B"],
         "Arguments": {"AppSpecification": {"ImageUri": "i"}},
         "CacheConfig": {"Enabled": true, "ExpireAfter": "P1D"}}]}
      """;

  private static final String COMMANDS =
      """
      {"steps": {
        "A": {"command": ["sh", "-c", "echo the word of A; echo aside >&2"]},
        "B": {"command": ["sh", "b.sh"]},
        "C": {"command": ["sh", "-c", "while [ -e hold ]; do sleep 0.05; done; echo C is over"]}}}
      """;

  private static final String B =
      """
      echo attempt >> attempts
      if [ ! -e ready ]; then echo 'CapacityError: not ready'; exit 1; fi
      echo B works
      """;

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Shell shell;

  @BeforeEach
  void set_up() {
    shell = new Shell(folder);
    shell.write("chain.json", CHAIN);
    shell.write("stepcache.json", COMMANDS);
    shell.write("b.sh", B);
  }

  @AfterEach
  void clear_up() throws Exception {
    Files.deleteIfExists(folder.resolve("hold"));
    threads.close();
  }

  @Test
  void X2_a_failed_step_is_tried_as_its_policies_say_and_the_attempts_are_told() throws Exception {
    Answer failed = shell.stepcache("run", "chain.json");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(Files.readAllLines(folder.resolve("attempts"))).hasSize(3);
    assertThat(failed.err())
        .contains(
            "step B failed, attempt 1: CapacityError: not ready (exit code 1); it is tried again in"
                + " 0.0 s");
    assertThat(failed.out()).contains("; 3 attempts");

    Answer document = shell.stepcache("run", "chain.json", "--output", "json");
    ObjectValue step = (ObjectValue) document.json().itemsOf("steps").get(1);
    assertThat(textOf(step, "attempts")).contains("3");
  }

  @Test
  void X8_retry_goes_on_where_an_execution_failed() {
    String execution = executionOf(run("-p", "Word=bye"));
    shell.write("ready", "");

    Answer retried = shell.stepcache("retry", execution, "--output", "json");
    assertThat(retried.exitCode()).as(retried.err()).isZero();
    assertThat(textOf(retried.json(), "execution")).isEqualTo(execution);
    assertThat(textOf(retried.json(), "status")).isEqualTo("Succeeded");
    assertThat(names(retried.json(), "earlier")).containsExactly("A");
    assertThat(names(retried.json(), "steps")).containsExactly("B", "C");
    assertThat(
            shell.stepcache("executions", "chain", "--output", "json").json().itemsOf("executions"))
        .hasSize(1);

    Answer again = shell.stepcache("retry", execution);
    assertThat(again.exitCode()).isEqualTo(65);
    assertThat(again.err()).contains("has succeeded: there is nothing to retry");
    assertThat(shell.stepcache("retry", "nosuchthing0").exitCode()).isEqualTo(66);
  }

  @Test
  void X8_stop_ends_an_execution_that_goes_on_elsewhere_and_it_can_be_retried() throws Exception {
    shell.write("ready", "");
    shell.write("hold", "");
    Future<Answer> running = threads.submit(() -> shell.stepcache("run", "chain.json"));
    String execution = goingOn("C");

    Answer stopped = shell.stepcache("stop", execution, "--output", "json");
    assertThat(stopped.exitCode()).isZero();
    assertThat(stopped.out())
        .isEqualToIgnoringWhitespace(
            "{\"execution\":\"%s\",\"status\":\"Stopped\"}".formatted(execution));
    assertThat(running.get().exitCode()).isEqualTo(130);
    assertThat(shell.stepcache("stop", execution).exitCode()).isEqualTo(65);

    Files.delete(folder.resolve("hold"));
    Answer retried = shell.stepcache("retry", execution);
    assertThat(retried.exitCode()).isZero();
    assertThat(retried.out()).contains("0 of 1 steps reused; 2 more had their results before");
  }

  @Test
  void X8_selected_steps_run_alone_on_what_an_earlier_execution_has() {
    shell.write("ready", "");
    String source = executionOf(run());

    Answer selected = run("--select", "B,C", "--source", source, "--no-cache");
    assertThat(selected.exitCode()).as(selected.err()).isZero();
    assertThat(names(selected.json(), "steps")).containsExactly("B", "C");
    assertThat(names(selected.json(), "earlier")).containsExactly("A");
    assertThat(shell.stepcache("explain", executionOf(selected)).exitCode()).isZero();

    assertThat(run("--select", "A,C").err())
        .contains("Step B lies between selected steps: select it too.");
    assertThat(run("--select", "A,C").exitCode()).isEqualTo(65);
    assertThat(run("--select", "Z").exitCode()).isEqualTo(66);
    assertThat(run("--select", "B", "--source", "nosuchthing0").exitCode()).isEqualTo(66);
    assertThat(run("--source", source).exitCode()).isEqualTo(64);
  }

  @Test
  void X6_join_hands_on_the_result_of_the_run_that_is_going_on() throws Exception {
    shell.write("ready", "");
    shell.write("hold", "");
    Future<Answer> first = threads.submit(() -> run());
    goingOn("C");
    Future<Answer> second = threads.submit(() -> run("--in-flight", "join"));
    while (executions().size() < 2 || running("C").size() < 2) {
      Thread.sleep(50);
    }
    Files.delete(folder.resolve("hold"));

    assertThat(first.get().exitCode()).isZero();
    assertThat(second.get().exitCode()).isZero();
    ObjectValue joined = (ObjectValue) second.get().json().itemsOf("steps").get(2);
    assertThat(textOf(joined, "decision", "outcome")).isEqualTo("HIT");
    assertThat(second.get().err()).contains("step C waits for the end of run ");
    assertThat(run("--in-flight", "perhaps").exitCode()).isEqualTo(64);
  }

  @Test
  void logs_show_what_a_step_printed_also_of_the_run_that_it_reused() {
    shell.write("ready", "");
    String first = executionOf(run());
    String second = executionOf(run());

    assertThat(shell.stepcache("logs", first, "A").out()).isEqualTo("the word of A\naside\n");
    assertThat(shell.stepcache("logs", second, "A").out()).isEqualTo("the word of A\naside\n");
    assertThat(shell.stepcache("logs", first, "Z").exitCode()).isEqualTo(66);
    assertThat(shell.stepcache("logs", "nosuchthing0", "A").exitCode()).isEqualTo(66);
  }

  @Test
  void logs_are_followed_until_the_step_has_ended() throws Exception {
    shell.write("ready", "");
    shell.write("hold", "");
    Future<Answer> running = threads.submit(() -> run());
    String execution = goingOn("C");
    Future<Answer> followed =
        threads.submit(() -> shell.stepcache("logs", execution, "C", "--follow"));
    Thread.sleep(300);
    assertThat(followed.isDone()).isFalse();
    Files.delete(folder.resolve("hold"));

    assertThat(followed.get().out()).isEqualTo("C is over\n");
    assertThat(running.get().exitCode()).isZero();
  }

  @Test
  void savings_are_told_step_by_step() {
    shell.write("ready", "");
    run();
    run();
    run();

    ObjectValue savings = shell.stepcache("savings", "chain", "--output", "json").json();
    assertThat(savings.itemsOf("steps")).hasSize(3);
    assertThat(textOf(savings, "hits")).contains("6");
    assertThat(textOf(savings, "runs")).contains("3");
    assertThat(shell.stepcache("savings").out()).contains("saved by 6 hits; 3 runs took ");
    assertThat(shell.stepcache("savings", "nobody").exitCode()).isEqualTo(66);
    assertThat(shell.stepcache("savings", "--within", "1x").exitCode()).isEqualTo(65);
    assertThat(shell.stepcache("savings", "--within", "1d").out()).contains("6 hits");
  }

  private Answer run(String... more) {
    String[] words = new String[more.length + 4];
    words[0] = "run";
    words[1] = "chain.json";
    words[2] = "--output";
    words[3] = "json";
    System.arraycopy(more, 0, words, 4, more.length);
    return shell.stepcache(words);
  }

  private static String executionOf(Answer answer) {
    return textOf(answer.json(), "execution");
  }

  private static List<String> names(ObjectValue document, String steps) {
    return document.itemsOf(steps).stream()
        .map(step -> textOf((ObjectValue) step, "name"))
        .toList();
  }

  private List<AttributeValue> executions() {
    return shell.stepcache("executions", "--output", "json").json().itemsOf("executions");
  }

  /** The execution in which a step has been decided and goes on. */
  private String goingOn(String step) throws InterruptedException {
    while (running(step).isEmpty()) {
      Thread.sleep(50);
    }
    return running(step).get(0);
  }

  /** The executions that have decided a step and go on. */
  private List<String> running(String step) {
    return executions().stream()
        .map(execution -> (ObjectValue) execution)
        .filter(execution -> textOf(execution, "status").equals("Executing"))
        .map(execution -> textOf(execution, "execution"))
        .filter(execution ->
            shell.stepcache("explain", execution, step, "--output", "json").exitCode() == 0)
        .toList();
  }
}
