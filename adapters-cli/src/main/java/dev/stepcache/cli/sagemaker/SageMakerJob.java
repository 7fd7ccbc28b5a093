package dev.stepcache.cli.sagemaker;

import dev.stepcache.application.port.StepRunner.Result.Done;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A job of SageMaker's, which the step's arguments ask for.
 *
 * @param longestName how many characters its name may have
 * @param further what a step of this type hands on beyond the answer of Describe…
 */
record SageMakerJob(Creation creation, int longestName, Optional<Roles> roles, Further further)
    implements RemoteWork {

  /** Adds to the description of a job that is done. */
  interface Further {
    ObjectValue to(ObjectValue described, RemoteJob at) throws AwsFault, InterruptedException;
  }

  @Override
  public Optional<String> refusal(ObjectValue step) {
    ObjectValue arguments = step.objectMember("Arguments").orElse(ObjectValue.EMPTY);
    return roles.flatMap(role -> role.refusal(arguments));
  }

  @Override
  public Done run(RemoteJob at) throws AwsFault, WorkFailed, InterruptedException {
    ObjectValue arguments = at.arguments();
    String name = JobName.of(at.job(), arguments, creation.nameMember(), longestName);
    ObjectValue request = arguments.with(creation.nameMember(), AttributeValue.text(name));
    ObjectValue sent = roles.map(role -> role.filled(request)).orElse(request);
    ObjectValue described = further.to(creation.make(at, sent), at);
    return new Done(described, new TreeMap<>(), Outputs.of(described));
  }
}
