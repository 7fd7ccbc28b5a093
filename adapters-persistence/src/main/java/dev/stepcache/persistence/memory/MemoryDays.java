package dev.stepcache.persistence.memory;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory.DayOfDecisions;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What was decided on each day, counted as savings are: of real executions, nothing taken over. */
final class MemoryDays {
  private final Facts facts;
  private final SortedMap<LocalDate, DayOfDecisions> days = new TreeMap<>();

  private MemoryDays(Facts facts) {
    this.facts = facts;
  }

  static List<DayOfDecisions> of(Facts facts, Optional<PipelineId> pipeline, Instant since) {
    MemoryDays days = new MemoryDays(facts);
    facts.executions.values().stream()
        .filter(execution -> pipeline.map(execution.pipeline()::equals).orElse(true))
        .filter(execution -> execution.kind() == RunKind.REAL)
        .filter(execution -> facts.isLiving(execution.pipeline()))
        .map(Execution::id)
        .flatMap(execution -> facts.stepsOf(execution).stream())
        .filter(step -> step.takenFrom().isEmpty() && !step.startedAt().isBefore(since))
        .flatMap(days::dayOf)
        .forEach(day -> days.days.merge(day.day(), day, MemoryDays::sum));
    return List.copyOf(days.days.values());
  }

  private Stream<DayOfDecisions> dayOf(ExecutedStep step) {
    int hits = step.source().isPresent() ? 1 : 0;
    int runs = step.run().isPresent() ? 1 : 0;
    Duration saved =
        step.source()
            .flatMap(facts::findRun)
            .filter(StepRun.Ended.class::isInstance)
            .map(run -> Duration.between(run.startedAt(), ((StepRun.Ended) run).completedAt()))
            .orElse(Duration.ZERO);
    LocalDate day = LocalDate.ofInstant(step.startedAt(), ZoneOffset.UTC);
    return hits + runs == 0
        ? Stream.empty()
        : Stream.of(new DayOfDecisions(day, hits, saved, runs));
  }

  private static DayOfDecisions sum(DayOfDecisions one, DayOfDecisions other) {
    return new DayOfDecisions(
        one.day(),
        one.hits() + other.hits(),
        one.saved().plus(other.saved()),
        one.runs() + other.runs());
  }
}
