package dev.stepcache.persistence.memory;

import static java.util.Comparator.comparing;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.RunHistory.Savings;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What reuse has saved: every hit counts with the time of the run that did the work (R13). */
final class MemorySavings {
  private final Facts facts;
  private final Map<StepScope, Savings> savings = new HashMap<>();

  private MemorySavings(Facts facts) {
    this.facts = facts;
  }

  static List<Savings> of(Facts facts, Optional<PipelineId> pipeline, Instant since) {
    MemorySavings all = new MemorySavings(facts);
    successes(facts.runs.all().stream(), pipeline)
        .filter(run -> !run.startedAt().isBefore(since))
        .forEach(run -> all.add(run, 0, 1));
    Stream<ExecutedStep> hits =
        facts.steps.values().stream()
            .map(Map::values)
            .flatMap(Collection::stream)
            .filter(step -> step.takenFrom().isEmpty() && !step.startedAt().isBefore(since));
    successes(hits.flatMap(step -> step.source().flatMap(facts::findRun).stream()), pipeline)
        .forEach(run -> all.add(run, 1, 0));
    return all.savings.values().stream()
        .sorted(
            comparing((Savings of) -> of.pipeline().text())
                .thenComparing(Savings::step)
                .thenComparing(of -> of.type().name()))
        .toList();
  }

  private static Stream<Succeeded> successes(Stream<StepRun> runs, Optional<PipelineId> pipeline) {
    return runs.filter(Succeeded.class::isInstance)
        .map(Succeeded.class::cast)
        .filter(run -> run.scope().kind() == RunKind.REAL)
        .filter(run -> pipeline.map(run.scope().pipeline()::equals).orElse(true));
  }

  private void add(Succeeded run, int hits, int runs) {
    Duration took = Duration.between(run.startedAt(), run.completedAt());
    facts
        .living(run.scope().pipeline())
        .ifPresent(pipeline ->
            savings.merge(
                run.scope(),
                new Savings(
                    pipeline.name(),
                    run.scope().step(),
                    run.scope().type(),
                    hits,
                    took.multipliedBy(hits),
                    runs,
                    took.multipliedBy(runs)),
                MemorySavings::sum));
  }

  private static Savings sum(Savings one, Savings other) {
    return new Savings(
        one.pipeline(),
        one.step(),
        one.type(),
        one.hits() + other.hits(),
        one.saved().plus(other.saved()),
        one.runs() + other.runs(),
        one.spent().plus(other.spent()));
  }
}
