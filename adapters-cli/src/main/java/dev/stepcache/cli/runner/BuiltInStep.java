package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.StepName;
import java.io.IOException;
import java.util.Optional;

/** A type of step whose work is no single job under {@code /opt/ml}: many of them, or none. */
interface BuiltInStep {

  /**
   * Why such a step cannot be run here, a sentence; empty when it can.
   *
   * @param arguments with or without expressions in it
   */
  Optional<String> refusal(StepName name, ObjectValue arguments);

  Result.Done run(Job job) throws IOException, InterruptedException, JobFailure;
}
