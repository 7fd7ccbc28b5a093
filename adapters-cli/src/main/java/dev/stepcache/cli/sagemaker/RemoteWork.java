package dev.stepcache.cli.sagemaker;

import dev.stepcache.application.port.StepRunner.Result.Done;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.Optional;

/** What a service does for a step of one type. */
interface RemoteWork {

  /**
   * Why it cannot be done for such a step, as a clause; empty when it can.
   *
   * @param step with or without expressions in it
   */
  Optional<String> refusal(ObjectValue step);

  /** Has it done. An interruption asks the service to stop before it is thrown. */
  Done run(RemoteJob at) throws AwsFault, WorkFailed, InterruptedException;
}
