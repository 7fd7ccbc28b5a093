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
 * @param container its data and its environment
 */
record ServedModel(String name, ObjectValue container) {
  private static final String MODEL = "/opt/ml/model";
  private static final String PROGRAM = "SAGEMAKER_PROGRAM";
  private static final String SUBMIT_DIRECTORY = "SAGEMAKER_SUBMIT_DIRECTORY";

  /** The model of a CreateModel request. */
  static ServedModel of(String name, ObjectValue request) throws JobFailure {
    List<AttributeValue> containers = request.itemsOf("Containers");
    if (containers.size() > 1) {
      throw new JobFailure(
          "the model %s is a chain of %d containers, and a local process is one"
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

  /** Brings the model's data to its folder, and its code where that lies apart. */
  void unpack(Workplace at, Transfer transfer) throws IOException, JobFailure {
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
    String code = environment().getOrDefault(SUBMIT_DIRECTORY, "");
    if (code.startsWith("s3://") || code.startsWith("file://")) {
      transfer.fetchUnpacked(code, at.optMl().real(ScriptMode.CODE), at.scratch());
    }
  }

  /** The program that serves the model, as a path below {@code /opt/ml}. */
  String program(Workplace at) throws JobFailure {
    Map<String, String> environment = environment();
    String program = environment.get(PROGRAM);
    if (program == null) {
      throw new JobFailure(
          ("the model %s has no %s in its Environment, and its image is not run here; give a"
                  + " command for the step in %s")
              .formatted(name, PROGRAM, StepCommands.FILE));
    }
    String named = environment.getOrDefault(SUBMIT_DIRECTORY, MODEL + "/code");
    for (String folder : List.of(named, MODEL + "/code", MODEL, ScriptMode.CODE)) {
      String file = folder + "/" + program;
      if (OptMl.isBelow(file) && Files.isRegularFile(at.optMl().real(file))) {
        return file;
      }
    }
    throw new JobFailure(
        "the model %s has no %s, neither in %s/code nor in %s"
            .formatted(name, program, MODEL, MODEL));
  }
}
