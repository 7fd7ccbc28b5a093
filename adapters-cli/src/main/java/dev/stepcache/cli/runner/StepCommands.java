package dev.stepcache.cli.runner;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import io.vavr.control.Either;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code stepcache.json} beside a definition says: commands by step and by type, and which
 * names of members tell of a secret.
 *
 * @param folder the folder of the file, in which the commands are run
 * @param steps the commands of single steps, by the steps' names
 * @param types the commands of all other steps of a type
 */
public record StepCommands(
    Path folder,
    Map<String, StepCommand> steps,
    Map<String, StepCommand> types,
    List<Pattern> secrets) {
  public static final String FILE = "stepcache.json";

  /**
   * What is wrong with the file.
   *
   * @param pointer the place in it
   */
  public record Fault(Path file, String pointer, String message) {
    @Override
    public String toString() {
      return file + (pointer.isEmpty() ? "" : " at " + pointer) + ": " + message;
    }
  }

  public StepCommands {
    steps = Map.copyOf(steps);
    types = Map.copyOf(types);
    secrets = List.copyOf(secrets);
  }

  /** Of a folder without the file. */
  public static StepCommands none(Path folder) {
    return new StepCommands(folder.toAbsolutePath().normalize(), Map.of(), Map.of(), List.of());
  }

  /** Reads the file of a folder; that there is none is no fault. */
  public static Either<Fault, StepCommands> read(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    Path file = absolute.resolve(FILE);
    byte[] document;
    try {
      document = Files.readAllBytes(file);
    } catch (NoSuchFileException absent) {
      return Either.right(none(absolute));
    } catch (IOException unreadable) {
      return Either.left(new Fault(file, "", "it cannot be read: " + unreadable.getMessage()));
    }
    Either<Fault, AttributeValue> json =
        JsonReader.read(document)
            .mapLeft(fault ->
                new Fault(
                    file,
                    fault.pointer(),
                    "line %d, column %d: %s"
                        .formatted(fault.line(), fault.column(), fault.message())));
    return json.flatMap(value -> new StepCommandsReader(absolute).read(value));
  }

  /**
   * That a step cannot be run without a command, a sentence.
   *
   * @param why as a clause
   */
  static String refusal(StepName step, String why) {
    return "Step \"%s\" cannot be run here: %s. Give a command for it in %s."
        .formatted(step, why, FILE);
  }

  /** That nothing here does the work of a type, and what to write so that something does. */
  static String refusal(StepName step, StepType type) {
    String command =
        CanonicalJson.text(
            AttributeValue.object(
                Map.of(
                    "types",
                    AttributeValue.object(
                        Map.of(
                            type.name(),
                            AttributeValue.object(
                                Map.of(
                                    "command", AttributeValue.list(AttributeValue.text("…")))))))));
    return "Step \"%s\" cannot be run here, for nothing here does the work of type %s: give a command for it in %s, as in %s"
        .formatted(step, type, FILE, command);
  }

  /** The command that does a step's work: its own, or that of its type. */
  Optional<StepCommand> of(StepName step, StepType type) {
    return Optional.ofNullable(steps.get(step.text()))
        .or(() -> Optional.ofNullable(types.get(type.name())));
  }
}
