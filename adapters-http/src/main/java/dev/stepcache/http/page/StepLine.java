package dev.stepcache.http.page;

import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A step of an execution, as lists and graphs show it.
 *
 * @param reason the decision's, where one was made
 * @param message why, in a sentence
 * @param saved what the run that it reused had taken
 * @param earlier the execution that its result was taken from
 * @param waitsFor the steps it comes after
 */
record StepLine(
    StepName name,
    StepType type,
    Mark mark,
    Optional<String> reason,
    Optional<String> message,
    Optional<String> failure,
    Optional<Instant> startedAt,
    Optional<Duration> took,
    Optional<Duration> saved,
    Optional<ExecutionId> earlier,
    Set<StepName> waitsFor) {
  StepLine {
    waitsFor = Set.copyOf(waitsFor);
  }
}
