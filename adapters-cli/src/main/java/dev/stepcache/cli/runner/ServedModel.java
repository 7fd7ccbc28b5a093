package dev.stepcache.cli.runner;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model to be served: the one container that its request names.
 *
 * @param container its image, its data and its environment
 */
record ServedModel(String name, ObjectValue container) {
  private static final String MODEL = "/opt/ml/model";

  /** The model of a CreateModel request. */
  static ServedModel of(String name, ObjectValue request) throws JobFailure {
    List<AttributeValue> containers = request.itemsOf("Containers");
    if (containers.size() > 1) {
      throw new JobFailure(
          "the model %s is a chain of %d containers, and one alone can be served here"
              .formatted(name, containers.size()));
    }
    return new ServedModel(
        name,
        containers.isEmpty()
            ? Requests.member(request, "PrimaryContainer")
            : Requests.object(containers.get(0)));
  }

  Map<String, String> environment() {
    return Texts.members(container.objectMember("Environment"));
  }

  /**
   * Brings the model's data to its folder, and its code where that lies apart; the folder of such
   * code is then named instead.
   */
  ServedModel unpack(Workplace at, Transfer transfer) throws IOException, JobFailure {
    Path folder = Files.createDirectories(at.optMl().real(MODEL));
    Optional<String> data = container.textMember("ModelDataUrl");
    Optional<ObjectValue> source =
        container
            .objectMember("ModelDataSource")
            .flatMap(found -> found.objectMember("S3DataSource"));
    if (data.isPresent()) {
      transfer.fetchUnpacked(data.get(), folder, at.scratch());
    } else if (source.isPresent()) {
      String uri = Requests.text(source.get(), "S3Uri");
      if (source.get().textMember("CompressionType").filter("None"::equals).isPresent()) {
        transfer.fetch(uri, folder, false);
      } else {
        transfer.fetchUnpacked(uri, folder, at.scratch());
      }
    }
    String code = environment().getOrDefault(ScriptMode.DIRECTORY_VARIABLE, "");
    return transfer.fetchUnpackedIfAny(code, at.optMl().real(ScriptMode.CODE), at.scratch())
        ? new ServedModel(name, container.with("Environment", codeIn(ScriptMode.CODE)))
        : this;
  }

  private ObjectValue codeIn(String folder) {
    return container
        .objectMember("Environment")
        .orElse(ObjectValue.EMPTY)
        .with(ScriptMode.DIRECTORY_VARIABLE, AttributeValue.text(folder));
  }

  /** The program that serves the model, as a path below {@code /opt/ml}. */
  String program(OptMl optMl) throws JobFailure {
    Map<String, String> environment = environment();
    String program = environment.get(ScriptMode.PROGRAM_VARIABLE);
    if (program == null) {
      throw new JobFailure(
          ("the model %s has no %s in its Environment, and its image is not run here; give a"
                  + " command for the step in %s")
              .formatted(name, ScriptMode.PROGRAM_VARIABLE, StepCommands.FILE));
    }
    String named = environment.getOrDefault(ScriptMode.DIRECTORY_VARIABLE, MODEL + "/code");
    for (String folder : List.of(named, MODEL + "/code", MODEL, ScriptMode.CODE)) {
      String file = folder + "/" + program;
      if (OptMl.isBelow(file) && Files.isRegularFile(optMl.real(file))) {
        return file;
      }
    }
    throw new JobFailure(
        "the model %s has no %s, neither in %s/code nor in %s"
            .formatted(name, program, MODEL, MODEL));
  }
}
