package dev.stepcache.persistence.application;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.persistence.application.Bench.step;
import static dev.stepcache.persistence.application.Steps.get;
import static dev.stepcache.persistence.application.Steps.processing;
import static dev.stepcache.persistence.application.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.RunningExecution;
import dev.stepcache.application.port.Execution.Status;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.CallbackAnswer;
import dev.stepcache.application.port.RunHistory.StepCallback;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "of a history in {0}")
@EnumSource
@DisplayName("X3: A Callback step")
@Timeout(60)
class CallbackTest {
  private static final ObjectValue ASK =
      step("Ask", "Callback", "question", "good enough?")
          .with("OutputParameters", list(object("OutputName", "score", "OutputType", "Integer")));

  private static final Order ORDER =
      Order.of(ASK, processing("Use", "SCORE", get("Steps.Ask.OutputParameters['score']")));

  @TempDir Path folder;
  private final Store store;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private RunHistory history;
  private Bench bench;

  CallbackTest(Store store) {
    this.store = store;
  }

  @BeforeEach
  void set_up() {
    SettableClock clock = new SettableClock();
    history = store.open(folder, clock);
    bench = new Bench(folder, clock, history);
  }

  @AfterEach
  void clear_up() {
    threads.close();
    bench.close();
    history.close();
  }

  @Test
  @DisplayName("waits until its end is told from outside, and hands on what was told by its type")
  void waits_until_its_end_is_told() throws Exception {
    Future<ExecutionReport> running = threads.submit(() -> bench.run(ORDER));
    StepCallback callback = awaitCallback();
    assertThat(callback.step().text()).isEqualTo("Ask");

    history.answer(callback.token(), new CallbackAnswer.Success("{\"score\":\"7\"}"));

    ExecutionReport report = running.get();
    assertThat(report.status()).isEqualTo(Status.SUCCEEDED);
    ObjectValue job = (ObjectValue) step(report, "Ask").outputs().orElseThrow();
    assertThat(job.objectMember("OutputParameters")).contains(object("score", 7));
    assertThat(job.textMember("CallbackToken")).contains(callback.token());
    assertThat(bench.jobs.ran()).containsExactly("Use");
  }

  @Test
  @DisplayName("fails when that is told, or when an output parameter it declares is not")
  void fails_when_that_is_told() throws Exception {
    Future<ExecutionReport> running = threads.submit(() -> bench.run(ORDER));
    history.answer(awaitCallback().token(), new CallbackAnswer.Failure("not good enough"));
    assertThat(running.get().failureReason()).contains("step Ask failed: not good enough");

    Future<ExecutionReport> again = threads.submit(() -> bench.run(ORDER));
    history.answer(awaitCallback().token(), new CallbackAnswer.Success("{}"));
    assertThat(again.get().failureReason().orElseThrow()).contains("score");
  }

  @Test
  @DisplayName("is broken off by a stop")
  void is_broken_off_by_a_stop() throws Exception {
    RunningExecution execution = bench.begin(ORDER);
    Future<ExecutionReport> running = threads.submit(execution::await);
    awaitCallback();
    execution.stop();
    assertThat(running.get().status()).isEqualTo(Status.STOPPED);
    assertThat(history.openCallbacks()).isEmpty();
  }

  @Test
  @DisplayName("with a command gives that the token, and waits unless it gave outputs itself")
  void with_a_command_gives_it_the_token() throws Exception {
    bench.jobs.setProgram("Ask", "digest");
    bench.jobs.let(
        "Ask",
        job -> {
          String token = job.step().content().textMember("CallbackToken").orElseThrow();
          history.answer(token, new CallbackAnswer.Success("{\"score\":\"8\"}"));
          return new Result.Done(ObjectValue.EMPTY, new TreeMap<>(), Set.of());
        });
    ObjectValue job = (ObjectValue) step(bench.succeed(ORDER), "Ask").outputs().orElseThrow();
    assertThat(job.objectMember("OutputParameters")).contains(object("score", 8));

    bench.jobs.let(
        "Ask",
        asked ->
            new Result.Done(
                object("OutputParameters", object("score", 9)), new TreeMap<>(), Set.of()));
    job = (ObjectValue) step(bench.succeed(ORDER), "Ask").outputs().orElseThrow();
    assertThat(job.objectMember("OutputParameters")).contains(object("score", 9));
  }

  private StepCallback awaitCallback() throws InterruptedException {
    while (history.openCallbacks().isEmpty()) {
      Thread.sleep(10);
    }
    return history.openCallbacks().get(0);
  }
}
