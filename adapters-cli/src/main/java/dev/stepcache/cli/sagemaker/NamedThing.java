package dev.stepcache.cli.sagemaker;

import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.application.port.StepRunner.Result.Done;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What SageMaker keeps under a name that others use: a model, an endpoint, its configuration. A
 * name in the arguments is taken as it is.
 *
 * @param named the name where the arguments give none
 * @param sameByName whether that name is of one content, so that what has it already is the same
 */
record NamedThing(
    Creation creation, Optional<Roles> roles, Function<Job, String> named, boolean sameByName)
    implements RemoteWork {

  @Override
  public Optional<String> refusal(ObjectValue step) {
    ObjectValue arguments = step.objectMember("Arguments").orElse(ObjectValue.EMPTY);
    return roles.flatMap(role -> role.refusal(arguments));
  }

  @Override
  public Done run(RemoteJob at) throws AwsFault, WorkFailed, InterruptedException {
    ObjectValue arguments = at.arguments();
    Optional<String> given =
        arguments.textMember(creation.nameMember()).filter(name -> !name.isEmpty());
    String name = given.orElseGet(() -> named.apply(at.job()));
    ObjectValue request = arguments.with(creation.nameMember(), AttributeValue.text(name));
    ObjectValue sent = roles.map(role -> role.filled(request)).orElse(request);
    return new Done(made(at, sent, name, given.isEmpty() && sameByName), new TreeMap<>(), Set.of());
  }

  private ObjectValue made(RemoteJob at, ObjectValue request, String name, boolean mayBeThere)
      throws AwsFault, WorkFailed, InterruptedException {
    try {
      return creation.make(at, request);
    } catch (AwsFault refused) {
      if (mayBeThere && refused.isAbout("already exist")) {
        at.tell(name + " is there already");
        return creation.finished(at, name);
      }
      throw refused;
    }
  }
}
