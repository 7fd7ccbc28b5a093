package dev.stepcache.http.page;

import dev.stepcache.domain.attribute.AttributeValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the page of an execution shows.
 *
 * @param parameters values, secrets hidden
 * @param round how often it was retried
 * @param steps in an order in which they may run
 */
record ExecutionView(
    ExecutionLine line,
    Optional<String> description,
    Optional<String> startedBy,
    Optional<Long> version,
    Optional<String> failureReason,
    int round,
    Map<String, AttributeValue> parameters,
    List<StepLine> steps) {
  ExecutionView {
    parameters = new TreeMap<>(parameters);
    steps = List.copyOf(steps);
  }

  long count(Mark mark) {
    return steps.stream().filter(step -> step.mark() == mark).count();
  }

  /** The time that the reused runs took when they did the work. */
  Duration saved() {
    return steps.stream()
        .flatMap(step -> step.saved().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
