package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.cli.bootstrap.Shell.Answer;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
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

/** X3: Callback steps, by a token and by a command, as a user meets them. */
@Timeout(value = 120, unit = SECONDS)
class CallbackCommandTest {
  private static final String ASK =
      """
      {"Steps": [{"Name": "Ask", "Type": "Callback", "SqsQueueUrl": "https://sqs/queue",
        "Arguments": {"question": "good enough?"},
        "OutputParameters": [{"OutputName": "verdict", "OutputType": "String"}]}]}
      """;

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Shell shell;

  @BeforeEach
  void set_up() {
    shell = new Shell(folder);
    shell.write("ask.json", ASK);
  }

  @AfterEach
  void clear_up() {
    threads.close();
  }

  @Test
  void X3_a_step_that_waits_is_listed_and_ended_by_its_token() throws Exception {
    Future<Answer> running =
        threads.submit(() -> shell.stepcache("run", "ask.json", "--output", "json"));
    ObjectValue callback = waiting();
    assertThat(textOf(callback, "step")).isEqualTo("Ask");
    String token = textOf(callback, "token");
    assertThat(shell.stepcache("callback").out()).contains(token).contains("step Ask of execution");

    Answer told = shell.stepcache("callback", token, "-o", "verdict=yes");
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(shell.stepcache("callback", token, "-o", "verdict=yes").exitCode()).isZero();
    assertThat(shell.stepcache("callback", token, "--failed", "no").exitCode()).isEqualTo(65);

    ObjectValue step = (ObjectValue) running.get().json().itemsOf("steps").get(0);
    assertThat(textOf(step, "outputs", "OutputParameters", "verdict")).isEqualTo("yes");
    assertThat(running.get().err())
        .contains("step Ask waits until stepcache callback " + token + " tells its end");
    assertThat(shell.stepcache("callback").out()).contains("no step waits for a callback");
  }

  @Test
  void X3_it_fails_with_the_reason_that_is_told() throws Exception {
    Future<Answer> running = threads.submit(() -> shell.stepcache("run", "ask.json"));
    String token = textOf(waiting(), "token");
    assertThat(shell.stepcache("callback", token, "--failed", "not good enough").exitCode())
        .isZero();
    assertThat(running.get().exitCode()).isEqualTo(1);
    assertThat(running.get().out()).contains("step Ask failed: not good enough");
  }

  @Test
  void X3_a_command_sends_the_message_or_answers_itself() throws Exception {
    shell.write(
        "stepcache.json",
        "{\"types\": {\"Callback\": {\"command\": [\"sh\", \"-c\", \"cp $STEPCACHE_STEP"
            + " message\"]}}}");
    Future<Answer> running = threads.submit(() -> shell.stepcache("run", "ask.json"));
    String token = textOf(waiting(), "token");
    while (!folder.resolve("message").toFile().exists()) {
      Thread.sleep(20);
    }
    shell.stepcache("callback", token, "-o", "verdict=yes");
    assertThat(running.get().exitCode()).isZero();
    assertThat(folder.resolve("message")).content().contains(token);

    shell.write(
        "stepcache.json",
        """
        {"types": {"Callback": {"command": ["sh", "-c", "echo '{\\"verdict\\": \\"self\\"}' > $STEPCACHE_OUTPUTS"]}}}
        """);
    ObjectValue step =
        (ObjectValue)
            shell.stepcache("run", "ask.json", "--output", "json").json().itemsOf("steps").get(0);
    assertThat(textOf(step, "outputs", "OutputParameters", "verdict")).isEqualTo("self");
  }

  @Test
  void what_cannot_be_meant_is_refused() {
    assertThat(shell.stepcache("callback", "nosuchtokn", "-o", "a=b").exitCode()).isEqualTo(66);
    assertThat(shell.stepcache("callback", "-o", "a=b").exitCode()).isEqualTo(64);
    assertThat(shell.stepcache("callback", "t", "-o", "a=b", "--failed", "x").exitCode())
        .isEqualTo(64);
  }

  private ObjectValue waiting() throws InterruptedException {
    while (callbacks().isEmpty()) {
      Thread.sleep(50);
    }
    return (ObjectValue) callbacks().get(0);
  }

  private List<AttributeValue> callbacks() {
    return shell.stepcache("callback", "--output", "json").json().itemsOf("callbacks");
  }
}
