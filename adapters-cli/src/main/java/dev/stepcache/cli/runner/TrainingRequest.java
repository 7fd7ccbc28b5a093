package dev.stepcache.cli.runner;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a Training request asks for beside its places.
 *
 * @param specification its AlgorithmSpecification
 * @param environment the variables that it names, and those that name the job
 * @param channels their names
 */
record TrainingRequest(
    ObjectValue specification,
    HyperParameters hyperParameters,
    Map<String, String> environment,
    List<String> channels) {

  static TrainingRequest of(Workplace at) throws JobFailure {
    ObjectValue arguments = at.arguments();
    Map<String, String> environment =
        new TreeMap<>(Texts.members(arguments.objectMember("Environment")));
    environment.put("TRAINING_JOB_NAME", at.job().name());
    environment.put("TRAINING_JOB_ARN", Requests.arn("training-job", at));
    List<String> channels = new ArrayList<>();
    for (AttributeValue channel : arguments.itemsOf("InputDataConfig")) {
      channels.add(Requests.text(Requests.object(channel), "ChannelName"));
    }
    return new TrainingRequest(
        arguments.objectMember("AlgorithmSpecification").orElse(ObjectValue.EMPTY),
        new HyperParameters(Texts.members(arguments.objectMember("HyperParameters"))),
        environment,
        channels);
  }

  Optional<ScriptMode> script() {
    return ScriptMode.of(hyperParameters, environment);
  }

  /** Brings the script to its folder, where it is kept here, and names that folder instead. */
  TrainingRequest withScript(Workplace at, Transfer transfer) throws IOException, JobFailure {
    Optional<ScriptMode> script = script();
    if (script.isEmpty() || !script.get().bring(at, transfer)) {
      return this;
    }
    if (specification.itemsOf("ContainerEntrypoint").isEmpty()) {
      script.get().requireFile(at.optMl());
    }
    Map<String, String> variables = new TreeMap<>(environment);
    variables.computeIfPresent(ScriptMode.DIRECTORY_VARIABLE, (name, old) -> ScriptMode.CODE);
    return new TrainingRequest(
        specification, hyperParameters.submittedIn(ScriptMode.CODE), variables, channels);
  }
}
