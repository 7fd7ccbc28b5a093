package dev.stepcache.cli.runner;

import dev.stepcache.application.content.Digests;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The digests of a command and of the files it names (X3): its first word where that is a path,
 * arguments that name files in the folder, and its list of files.
 */
final class CommandDigests {
  private static final String PREFIX = "command:";

  private final Path folder;
  private final ObjectStore objects;

  /** One command is mostly that of many steps. */
  private final Map<StepCommand, Named> commands = new ConcurrentHashMap<>();

  CommandDigests(Path folder, ObjectStore objects) {
    this.folder = folder;
    this.objects = objects;
  }

  /**
   * What a command says of itself, whatever files there are.
   *
   * @param words the digest of its words
   * @param first the file that it starts, where its first word is a path
   * @param perhaps files in the folder, where these are there
   * @param listed the files that it works by
   */
  private record Named(String words, Optional<Path> first, List<Path> perhaps, List<Path> listed) {

    /** Those that are to be digested now. */
    Set<Path> files() {
      Set<Path> files = new LinkedHashSet<>();
      first.ifPresent(files::add);
      perhaps.stream().filter(Files::isRegularFile).forEach(files::add);
      files.addAll(listed);
      return files;
    }
  }

  SortedMap<String, String> of(StepCommand command) throws IOException {
    Named named = commands.computeIfAbsent(command, this::named);
    SortedMap<String, String> digests = new TreeMap<>();
    digests.put(PREFIX, named.words());
    for (Path file : named.files()) {
      String name = file.startsWith(folder) ? folder.relativize(file).toString() : file.toString();
      String digest =
          objects
              .digest(file.toUri().toString())
              .orElseThrow(() -> new IOException(file + " cannot be digested"));
      digests.put(PREFIX + name, digest);
    }
    return digests;
  }

  private Named named(StepCommand command) {
    List<AttributeValue> words =
        command.words().stream().<AttributeValue>map(AttributeValue::text).toList();
    String first = command.words().get(0);
    List<String> arguments = command.words().subList(1, command.words().size());
    return new Named(
        Digests.sha256(CanonicalJson.bytes(new ListValue(words))),
        first.contains("/") ? path(first) : Optional.empty(),
        paths(arguments).filter(file -> file.startsWith(folder)).toList(),
        paths(command.files()).toList());
  }

  private Stream<Path> paths(List<String> names) {
    return names.stream().map(this::path).flatMap(Optional::stream);
  }

  private Optional<Path> path(String word) {
    try {
      return Optional.of(folder.resolve(word).normalize());
    } catch (InvalidPathException noFileName) {
      return Optional.empty();
    }
  }
}
