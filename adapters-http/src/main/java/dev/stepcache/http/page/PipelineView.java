package dev.stepcache.http.page;

import dev.stepcache.application.port.RunHistory.DayOfDecisions;
import dev.stepcache.application.port.RunHistory.Place;
import dev.stepcache.application.port.RunHistory.Savings;
import dev.stepcache.domain.step.PipelineName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the page of a pipeline shows.
 *
 * @param executions one page of them, latest first
 * @param isFirst whether there are none before
 * @param next where the next page begins
 * @param counts empty where the caller may not see them
 */
record PipelineView(
    PipelineName name,
    List<ExecutionLine> executions,
    boolean isFirst,
    Optional<Place> next,
    Optional<Counts> counts) {
  PipelineView {
    executions = List.copyOf(executions);
  }

  /**
   * What reuse came to in a time.
   *
   * @param days every one of them, earliest first
   * @param steps those that were decided then
   */
  record Counts(List<DayOfDecisions> days, List<Savings> steps) {
    Counts {
      days = List.copyOf(days);
      steps = List.copyOf(steps);
    }

    long hits() {
      return steps.stream().mapToLong(Savings::hits).sum();
    }

    long runs() {
      return steps.stream().mapToLong(Savings::runs).sum();
    }

    Duration saved() {
      return steps.stream().map(Savings::saved).reduce(Duration.ZERO, Duration::plus);
    }
  }
}
