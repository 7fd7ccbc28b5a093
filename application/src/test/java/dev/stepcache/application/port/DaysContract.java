package dev.stepcache.application.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunHistory.DayOfDecisions;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun.Succeeded;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was decided day by day. */
public interface DaysContract extends HistoryUnderTest {
  LocalDate TODAY = LocalDate.parse("2026-03-01");
  Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");

  @Test
  default void a_decision_counts_on_its_day_of_UTC() {
    Succeeded run = kept(aRun().startedAt(NOON.minus(MINUTE)).succeededAt(NOON));
    ExecutionId execution = begun("e1", pipeline());
    history().keep(execution, at(MIDNIGHT.minus(MILLI), Executions.hit(0, "A", run.id())));
    history().keep(execution, at(NOON, Executions.hit(1, "B", run.id())));
    history().keep(execution, at(MIDNIGHT, Executions.hit(2, "C", run.id())));
    history().keep(execution, at(MIDNIGHT, Executions.executing(3, "D", run.id())));
    history()
        .keep(
            execution,
            at(MIDNIGHT.plus(Duration.ofDays(2)), Executions.executing(4, "E", run.id())));

    assertThat(history().days(Optional.empty(), Instant.EPOCH))
        .containsExactly(
            new DayOfDecisions(TODAY, 2, MINUTE.multipliedBy(2), 0),
            new DayOfDecisions(TODAY.plusDays(1), 1, MINUTE, 1),
            new DayOfDecisions(TODAY.plusDays(3), 0, Duration.ZERO, 1));
    assertThat(history().days(Optional.empty(), MIDNIGHT)).hasSize(2);
  }

  @Test
  default void what_was_not_decided_not_real_or_not_cacheable_does_not_count() {
    Succeeded run = kept(aRun().succeededAt(NOON));
    ExecutionId execution = begun("e1", pipeline());
    ExecutedStep hit = Executions.hit(0, "Train", run.id());
    history().keep(execution, hit.takenInto(0, new ExecutionId("e0")));
    history().keep(execution, hit.purged(Optional.empty()));
    Execution simulated = simulated(Executions.begun("e2", pipeline(), NOON));
    history().begin(simulated, Optional.empty());
    history().keep(simulated.id(), hit);

    assertThat(history().days(Optional.empty(), Instant.EPOCH)).isEmpty();
  }

  @Test
  default void days_are_of_one_pipeline_or_all_that_live() {
    Pipeline other = pipeline("other");
    Succeeded run = kept(aRun().startedAt(NOON.minus(MINUTE)).succeededAt(NOON));
    history().keep(begun("e1", pipeline()), Executions.hit(0, "Train", run.id()));
    history().keep(begun("e2", other), Executions.executing(0, "Train", run.id()));

    assertThat(history().days(Optional.of(other.id()), Instant.EPOCH))
        .containsExactly(new DayOfDecisions(TODAY, 0, Duration.ZERO, 1));
    assertThat(history().days(Optional.empty(), Instant.EPOCH))
        .containsExactly(new DayOfDecisions(TODAY, 1, MINUTE, 1));

    history().deletePipeline(other.id(), NOON);
    assertThat(history().days(Optional.of(other.id()), Instant.EPOCH)).isEmpty();
    assertThat(history().days(Optional.empty(), Instant.EPOCH))
        .containsExactly(new DayOfDecisions(TODAY, 1, MINUTE, 0));
  }

  private ExecutionId begun(String id, Pipeline pipeline) {
    Execution begun = Executions.begun(id, pipeline, NOON);
    history().begin(begun, Optional.empty());
    return begun.id();
  }

  private static ExecutedStep at(Instant decidedAt, ExecutedStep step) {
    return new ExecutedStep(
        step.position(),
        step.name(),
        step.type(),
        step.status(),
        step.run(),
        step.source(),
        step.takenFrom(),
        step.decision(),
        step.outputs(),
        step.attempts(),
        step.round(),
        decidedAt,
        step.completedAt(),
        step.failureReason());
  }

  private static Execution simulated(Execution real) {
    return new Execution(
        real.id(),
        real.pipeline(),
        RunKind.SIMULATED,
        real.status(),
        real.startedAt(),
        real.completedAt(),
        real.failureReason(),
        real.definition(),
        real.parameters(),
        real.options(),
        real.round());
  }
}
