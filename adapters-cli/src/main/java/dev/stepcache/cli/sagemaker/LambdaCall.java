package dev.stepcache.cli.sagemaker;

import dev.stepcache.application.port.StepRunner.Result.Done;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.OutputParameters;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The call of a function that a Lambda step names, with the step's arguments as its input. It
 * cannot be stopped: it is waited for, as in SageMaker.
 */
final class LambdaCall implements RemoteWork {
  @Override
  public Optional<String> refusal(ObjectValue step) {
    return step.member("FunctionArn").isPresent()
        ? Optional.empty()
        : Optional.of("has no FunctionArn");
  }

  @Override
  public Done run(RemoteJob at) throws AwsFault, WorkFailed, InterruptedException {
    ObjectValue step = at.job().step().content();
    String function =
        step.textMember("FunctionArn")
            .orElseThrow(() -> new WorkFailed("ClientError: its FunctionArn is no text"));
    at.tell("Invoke " + function);
    AttributeValue answer = at.calls().invoke(function, at.arguments());
    ObjectValue outputs =
        OutputParameters.of(at.job().step(), answer)
            .getOrElseThrow(fault -> new WorkFailed("ClientError: " + fault));
    return new Done(
        ObjectValue.EMPTY.with(OutputParameters.MEMBER, outputs), new TreeMap<>(), Set.of());
  }
}
