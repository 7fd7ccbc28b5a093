package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The commands that HadoopJarSteps stand for. EMR's own {@code command-runner.jar} runs its
 * arguments and {@code script-runner.jar} the script that is the first of them; any other is run by
 * Java.
 */
record HadoopJars(ObjectStore objects) {
  private static final String COMMAND_RUNNER = "command-runner.jar";
  private static final String SCRIPT_RUNNER = "script-runner.jar";

  /** Why the step of a request cannot be run here, as a clause; empty when it can. */
  static Optional<String> fault(ObjectValue arguments) {
    Optional<ObjectValue> jarStep =
        arguments
            .objectMember("StepConfig")
            .flatMap(config -> config.objectMember("HadoopJarStep"));
    if (jarStep.isEmpty() || jarStep.get().member("Jar").isEmpty()) {
      return Optional.of("its StepConfig has no HadoopJarStep with a Jar");
    }
    String name = jarStep.get().textMember("Jar").map(HadoopJars::fileName).orElse("");
    return (name.equals(COMMAND_RUNNER) || name.equals(SCRIPT_RUNNER))
            && !Requests.hasItems(jarStep, "Args")
        ? Optional.of("its HadoopJarStep has no Args, and %s runs nothing else".formatted(name))
        : Optional.empty();
  }

  /**
   * The words of a command.
   *
   * @param folder where a jar or a script may be put
   */
  List<String> command(ObjectValue jarStep, Path folder) throws IOException, JobFailure {
    String jar = Requests.text(jarStep, "Jar");
    List<String> arguments = Texts.all(jarStep.itemsOf("Args"));
    return switch (fileName(jar)) {
      case COMMAND_RUNNER -> arguments;
      case SCRIPT_RUNNER -> script(arguments, folder);
      default -> java(fetch(jar, folder), jarStep, arguments);
    };
  }

  private List<String> script(List<String> arguments, Path folder) throws IOException, JobFailure {
    Path script = fetch(arguments.get(0), folder);
    if (saysItsInterpreter(script) && !script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made executable");
    }
    List<String> command = new ArrayList<>(Interpreters.of(script).orElseGet(() -> List.of("sh")));
    command.add(script.toString());
    command.addAll(arguments.subList(1, arguments.size()));
    return command;
  }

  private static boolean saysItsInterpreter(Path script) throws IOException {
    try (InputStream in = Files.newInputStream(script)) {
      return new String(in.readNBytes(2), ISO_8859_1).equals("#!");
    }
  }

  private static List<String> java(Path jar, ObjectValue jarStep, List<String> arguments)
      throws JobFailure {
    List<String> command = new ArrayList<>(List.of("java"));
    properties(jarStep).forEach((key, value) -> command.add("-D" + key + "=" + value));
    Optional<String> mainClass = jarStep.textMember("MainClass");
    command.addAll(
        mainClass
            .map(name -> List.of("-cp", jar.toString(), name))
            .orElseGet(() -> List.of("-jar", jar.toString())));
    command.addAll(arguments);
    return command;
  }

  static Map<String, String> properties(ObjectValue jarStep) throws JobFailure {
    Map<String, String> properties = new TreeMap<>();
    for (AttributeValue item : jarStep.itemsOf("Properties")) {
      ObjectValue property = Requests.object(item);
      String value = property.member("Value").map(Texts::of).orElse("");
      properties.put(Requests.text(property, "Key"), value);
    }
    return properties;
  }

  /** Brings a file to a folder. */
  private Path fetch(String place, Path folder) throws IOException, JobFailure {
    String uri = uri(place);
    Path fetched = Files.createTempDirectory(folder, "fetched");
    if (!objects.isKept(uri) || objects.fetch(uri, fetched) == 0) {
      throw new JobFailure("ClientError: there is no object at " + place);
    }
    List<Path> files = List.copyOf(JobFiles.at(fetched).values());
    if (files.size() != 1) {
      throw new JobFailure("ClientError: %s is no single object".formatted(place));
    }
    return files.get(0);
  }

  /** What is no URI is a file, beside the definition unless its path says otherwise. */
  private static String uri(String place) {
    if (place.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*")) {
      return place;
    }
    return place.startsWith("/") ? Path.of(place).toUri().toString() : "file://./" + place;
  }

  private static String fileName(String place) {
    return place.substring(place.lastIndexOf('/') + 1);
  }
}
