package dev.stepcache.persistence.objects;

import dev.stepcache.application.port.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A store in a folder of its own, beside the folder of a definition. */
final class StoreFixture {
  final Path folder;
  final Path store;
  final Path definition;
  final ObjectStore objects;

  StoreFixture(Path folder) throws IOException {
    this(folder, InstantSource.system());
  }

  StoreFixture(Path folder, InstantSource clock) throws IOException {
    this.folder = folder;
    this.store = folder.resolve("made/at/need");
    this.definition = Files.createDirectories(folder.resolve("definition"));
    this.objects = ObjectStores.open(store, definition, clock);
  }

  /** Another process's view of the same store. */
  ObjectStore reopened(Instant now) {
    return ObjectStores.open(store, definition, InstantSource.fixed(now));
  }

  Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  void put(String uri, String content) throws IOException {
    objects.put(file("put", content), uri);
  }

  String read(String uri) throws IOException {
    Optional<byte[]> bytes = objects.read(uri);
    return new String(bytes.orElseThrow(), java.nio.charset.StandardCharsets.UTF_8);
  }

  String digest(Path path) throws IOException {
    return objects.digest(path.toUri().toString()).orElseThrow();
  }
}
