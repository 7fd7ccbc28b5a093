package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where a job is done in a container: its image says what runs, unless the request does. */
record ContainerWorkplace(
    Job job, ContainerOptMl optMl, ContainerEngine engine, Containers containers)
    implements Workplace {
  private static final List<String> NO_NETWORK = List.of("--network", "none");
  private static final int SERVING_PORT = 8080;

  @Override
  public Program processing(Map<String, String> environment) throws JobFailure {
    ObjectValue specification = Requests.member(arguments(), "AppSpecification");
    boolean isolated =
        arguments()
            .objectMember("NetworkConfig")
            .filter(network -> Requests.isTrue(network, "EnableNetworkIsolation"))
            .isPresent();
    return started(
        new Container(
            image(specification, "ImageUri"),
            Texts.all(specification.itemsOf("ContainerEntrypoint")),
            Texts.all(specification.itemsOf("ContainerArguments")),
            environment,
            isolated ? NO_NETWORK : network()));
  }

  @Override
  public Program training(TrainingRequest request) throws JobFailure {
    ObjectValue specification = request.specification();
    List<String> entryPoint = Texts.all(specification.itemsOf("ContainerEntrypoint"));
    List<String> arguments = Texts.all(specification.itemsOf("ContainerArguments"));
    boolean own = entryPoint.isEmpty() && arguments.isEmpty();
    return started(
        new Container(
            image(specification, "TrainingImage"),
            entryPoint,
            own ? List.of("train") : arguments,
            request.environment(),
            Requests.isTrue(arguments(), "EnableNetworkIsolation") ? NO_NETWORK : network()));
  }

  @Override
  public Program serving(ServedModel model, Map<String, String> environment, int port)
      throws JobFailure {
    Map<String, String> variables = new TreeMap<>(environment);
    int inside = engine.publishes() ? SERVING_PORT : port;
    variables.put("SAGEMAKER_BIND_TO_PORT", Integer.toString(inside));
    List<String> published = List.of("--publish", "127.0.0.1:%d:%d".formatted(port, SERVING_PORT));
    return started(
        new Container(
            image(model.container(), "Image"),
            List.of(),
            List.of("serve"),
            variables,
            engine.publishes() ? published : network()));
  }

  /** Without a network of its own, a container is best asked at the port that all know. */
  @Override
  public int freePort() throws IOException {
    return !engine.publishes() && Ports.isFree(SERVING_PORT) ? SERVING_PORT : Ports.free();
  }

  private List<String> network() {
    return engine.publishes() ? List.of() : List.of("--network", "host");
  }

  private static String image(ObjectValue object, String name) throws JobFailure {
    return Optional.of(Requests.text(object, name))
        .filter(image -> image.matches("\\w\\S*"))
        .orElseThrow(
            () -> new JobFailure("ClientError: the %s is no name of an image".formatted(name)));
  }

  private Program started(Container container) {
    return () -> containers.start(container, this);
  }
}
