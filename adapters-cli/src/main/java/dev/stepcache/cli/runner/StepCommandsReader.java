package dev.stepcache.cli.runner;

import dev.stepcache.cli.runner.StepCommands.Fault;
import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import io.vavr.control.Either;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads the document of a {@code stepcache.json}. Whatever it does not know it refuses, for a
 * misspelt command would be one that is not run.
 *
 * @param folder the folder of the file
 */
record StepCommandsReader(Path folder) {

  Either<Fault, StepCommands> read(AttributeValue document) {
    try {
      ObjectValue object =
          object(document, AttributePath.ROOT, Set.of("steps", "types", "secrets"));
      return Either.right(
          new StepCommands(
              folder, commands(object, "steps"), commands(object, "types"), secrets(object)));
    } catch (Refused refused) {
      return Either.left(refused.fault);
    }
  }

  private Map<String, StepCommand> commands(ObjectValue document, String member) throws Refused {
    Map<String, StepCommand> commands = new TreeMap<>();
    AttributePath path = AttributePath.of(member);
    Optional<AttributeValue> value = document.member(member);
    if (value.isPresent()) {
      ObjectValue byName =
          value.get().asObject().orElseThrow(() -> refused(path, "an object was expected"));
      for (Map.Entry<String, AttributeValue> entry : byName.members().entrySet()) {
        commands.put(entry.getKey(), command(entry.getValue(), path.child(entry.getKey())));
      }
    }
    return commands;
  }

  private StepCommand command(AttributeValue value, AttributePath path) throws Refused {
    ObjectValue object = object(value, path, Set.of("command", "files"));
    AttributePath commandPath = path.child("command");
    if (object.member("command").isEmpty()) {
      throw refused(path, "it has no command");
    }
    List<String> words = texts(object, "command", commandPath);
    if (words.isEmpty() || words.get(0).isEmpty()) {
      throw refused(commandPath, "a command has at least the name of a program");
    }
    List<String> files = texts(object, "files", path.child("files"));
    for (int i = 0; i < files.size(); i++) {
      requireFile(files.get(i), path.child("files").child(i));
    }
    return new StepCommand(words, files);
  }

  private void requireFile(String name, AttributePath path) throws Refused {
    try {
      if (!name.isEmpty() && Files.exists(folder.resolve(name))) {
        return;
      }
    } catch (InvalidPathException noFileName) {
      // There is no such file, then.
    }
    throw refused(path, "there is no file or folder \"%s\" in %s".formatted(name, folder));
  }

  private List<Pattern> secrets(ObjectValue document) throws Refused {
    List<Pattern> secrets = new ArrayList<>();
    AttributePath path = AttributePath.of("secrets");
    List<String> texts = texts(document, "secrets", path);
    for (int i = 0; i < texts.size(); i++) {
      try {
        secrets.add(Pattern.compile(texts.get(i)));
      } catch (PatternSyntaxException malformed) {
        throw refused(
            path.child(i),
            "\"%s\" is no regular expression: %s"
                .formatted(texts.get(i), malformed.getDescription()));
      }
    }
    return secrets;
  }

  private List<String> texts(ObjectValue object, String member, AttributePath path) throws Refused {
    List<String> texts = new ArrayList<>();
    Optional<AttributeValue> value = object.member(member);
    if (value.isPresent()) {
      if (!(value.get() instanceof ListValue list)) {
        throw refused(path, "a list of texts was expected");
      }
      for (AttributeValue item : list.items()) {
        texts.add(
            item.asText()
                .orElseThrow(() -> refused(path.child(texts.size()), "a text was expected")));
      }
    }
    return texts;
  }

  private ObjectValue object(AttributeValue value, AttributePath path, Set<String> known)
      throws Refused {
    ObjectValue object =
        value.asObject().orElseThrow(() -> refused(path, "an object was expected"));
    for (String name : object.members().keySet()) {
      if (!known.contains(name)) {
        throw refused(
            path.child(name),
            "\"%s\" is not known here; what can be said is %s"
                .formatted(name, String.join(", ", known.stream().sorted().toList())));
      }
    }
    return object;
  }

  private Refused refused(AttributePath path, String message) {
    return new Refused(new Fault(folder.resolve(StepCommands.FILE), path.pointer(), message));
  }

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Fault fault;

    Refused(Fault fault) {
      super(fault.message(), null, false, false);
      this.fault = fault;
    }
  }
}
