package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a job is done by processes of this machine. */
record LocalWorkplace(Job job, LocalOptMl optMl, JobProcesses processes) implements Workplace {
  private static final String OUR_VARIABLES = "STEPCACHE_";

  @Override
  public Program processing(Map<String, String> environment) throws JobFailure {
    ObjectValue specification = Requests.member(arguments(), "AppSpecification");
    return started(LocalProgram.ofEntryPoint(command(specification), optMl, environment));
  }

  @Override
  public Program training(TrainingRequest request) throws JobFailure {
    Map<String, String> environment =
        TrainingVariables.of(request.hyperParameters(), request.channels());
    environment.putAll(request.environment());
    List<String> command = command(request.specification());
    if (!command.isEmpty()) {
      return started(LocalProgram.ofEntryPoint(command, optMl, environment));
    }
    String file =
        request
            .script()
            .orElseThrow(() -> new JobFailure("ClientError: the job names nothing to run"))
            .requireFile(optMl);
    environment.put("SM_MODULE_DIR", ScriptMode.CODE);
    List<String> arguments = request.hyperParameters().arguments();
    return started(LocalProgram.ofFile(file, arguments, optMl, ScriptMode.CODE, environment));
  }

  @Override
  public Program serving(ServedModel model, Map<String, String> environment, int port)
      throws JobFailure {
    Map<String, String> variables = new TreeMap<>(environment);
    variables.put("SAGEMAKER_BIND_TO_PORT", Integer.toString(port));
    return started(
        LocalProgram.ofFile(
            model.program(optMl), List.of("serve"), optMl, "/opt/ml/model", variables));
  }

  @Override
  public int freePort() throws IOException {
    return Ports.free();
  }

  /** The entry point and its arguments; nothing when there is no entry point. */
  private static List<String> command(ObjectValue specification) {
    List<String> command = new ArrayList<>(Texts.all(specification.itemsOf("ContainerEntrypoint")));
    if (!command.isEmpty()) {
      command.addAll(Texts.all(specification.itemsOf("ContainerArguments")));
    }
    return command;
  }

  private Program started(LocalProgram program) {
    List<String> command = program.command().stream().map(optMl::text).toList();
    return () ->
        processes.start(
            optMl.start(command, optMl.text(program.folder())),
            environment(program),
            optMl.folder(),
            job.log());
  }

  private Map<String, String> environment(LocalProgram program) {
    Map<String, String> environment = new TreeMap<>(processes.inherited());
    // What concerns stepcache, such as where its history is, is no business of a job's.
    environment.keySet().removeIf(name -> name.startsWith(OUR_VARIABLES));
    program.environment().forEach((name, value) -> environment.put(name, optMl.text(value)));
    environment.put("STEPCACHE_OPT_ML", optMl.seen());
    return environment;
  }
}
