package dev.stepcache.cli.runner;

import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The digests of a command and of the files it names (X3): its first word where that is a path,
 * arguments that name files in the folder, and its list of files.
 */
record CommandDigests(Path folder, ObjectStore objects) {
  private static final String PREFIX = "command:";

  SortedMap<String, String> of(StepCommand command) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    List<AttributeValue> words =
        command.words().stream().<AttributeValue>map(AttributeValue::text).toList();
    digests.put(PREFIX, sha256(CanonicalJson.bytes(new ListValue(words))));
    for (Path file : files(command)) {
      String name = file.startsWith(folder) ? folder.relativize(file).toString() : file.toString();
      String digest =
          objects
              .digest(file.toUri().toString())
              .orElseThrow(() -> new IOException(file + " cannot be digested"));
      digests.put(PREFIX + name, digest);
    }
    return digests;
  }

  private Set<Path> files(StepCommand command) {
    Set<Path> files = new LinkedHashSet<>();
    String first = command.words().get(0);
    if (first.contains("/")) {
      path(first).ifPresent(files::add);
    }
    for (String word : command.words().subList(1, command.words().size())) {
      path(word)
          .filter(file -> file.startsWith(folder) && Files.isRegularFile(file))
          .ifPresent(files::add);
    }
    command.files().forEach(file -> path(file).ifPresent(files::add));
    return files;
  }

  private Optional<Path> path(String word) {
    try {
      return Optional.of(folder.resolve(word).normalize());
    } catch (InvalidPathException noFileName) {
      return Optional.empty();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
