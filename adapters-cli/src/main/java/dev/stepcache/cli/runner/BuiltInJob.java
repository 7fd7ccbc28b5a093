package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A type of job that needs no command of the user's own, for its request says what is to run. */
interface BuiltInJob {

  /**
   * Why such a request cannot be run here, as a clause; empty when it can.
   *
   * @param arguments with or without expressions in it
   */
  Optional<String> refusal(ObjectValue arguments);

  /**
   * What is done otherwise than a request asks for, though it changes no result, as clauses.
   *
   * @param arguments resolved
   */
  List<String> notes(ObjectValue arguments);

  Result.Done run(Workplace at) throws IOException, InterruptedException, JobFailure;
}
