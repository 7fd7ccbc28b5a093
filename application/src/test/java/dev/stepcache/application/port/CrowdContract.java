package dev.stepcache.application.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.domain.run.StepRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many who record at once: each is answered as if he were alone (SPEC 10). */
public interface CrowdContract extends HistoryUnderTest {

  @Test
  default void what_each_of_many_recorded_at_once_is_kept() throws Exception {
    List<StepRun.Ended> runs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      runs.add(aRun().succeededAt(NOON));
      runs.add(aRun().failedAt(NOON));
      runs.add(aRun().stoppedAt(NOON));
    }
    List<Boolean> answers =
        atOnce(
            runs,
            run -> {
              if (run instanceof StepRun.Succeeded) {
                history().start(run.started(), Optional.empty());
              }
              return history().complete(run, Optional.of("why " + run.id()));
            });

    assertThat(answers).hasSize(120).containsOnly(true);
    for (StepRun.Ended run : runs) {
      assertThat(history().findRun(run.id()))
          .contains(new RecordedRun(run, pipeline().name(), Optional.of("why " + run.id().text())));
    }
  }

  @Test
  default void another_end_kept_earlier_stays_also_among_many_and_the_same_may_be_told_again()
      throws Exception {
    List<StepRun.Ended> known =
        IntStream.range(0, 30).<StepRun.Ended>mapToObj(i -> kept(aRun().stoppedAt(NOON))).toList();
    List<StepRun.Ended> told = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      told.add(
          switch (i % 3) {
            case 0 -> known.get(i);
            case 1 -> known.get(i).started().succeed(NOON, RunBuilder.OUTPUTS);
            default -> aRun().succeededAt(NOON);
          });
      expected.add(i % 3 != 1);
    }

    assertThat(atOnce(told, run -> history().complete(run, Optional.empty()))).isEqualTo(expected);
    for (int i = 0; i < 30; i++) {
      StepRun kept = expected.get(i) ? told.get(i) : known.get(i);
      assertThat(history().findRun(kept.id()).map(RecordedRun::run)).contains(kept);
    }
  }

  @Test
  default void X8_what_is_told_of_an_earlier_round_is_not_kept_also_among_many() throws Exception {
    Execution first = Executions.begun("e1", pipeline(), NOON);
    Execution failed = first.ended(Execution.Status.FAILED, NOON, Optional.of("exit code 1"));
    Execution second = Executions.ended("e2", pipeline(), NOON);
    history().end(failed);
    history().end(second);
    assertThat(history().retry(failed.retried(), Optional.empty())).isTrue();

    List<Integer> numbers = IntStream.range(0, 60).boxed().toList();
    assertThat(
            atOnce(
                numbers,
                i -> {
                  history()
                      .keep(
                          i % 2 == 0 ? first.id() : second.id(),
                          Executions.executing(i, "step-" + i, aRun().executing().id()));
                  return i;
                }))
        .isEqualTo(numbers);

    assertThat(history().steps(first.id())).isEmpty();
    assertThat(history().steps(second.id())).hasSize(30);
  }

  /** What each of many threads is answered that ask at once. */
  @FunctionalInterface
  interface Question<F, A> {
    A of(F fact);
  }

  private static <F, A> List<A> atOnce(List<F> facts, Question<F, A> question) throws Exception {
    List<Callable<A>> asking = new ArrayList<>();
    for (F fact : facts) {
      asking.add(() -> question.of(fact));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(facts.size())) {
      List<A> answers = new ArrayList<>();
      for (Future<A> answer : threads.invokeAll(asking)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }
}
