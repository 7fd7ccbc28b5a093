package dev.stepcache.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** A file that pages use, out of this jar. Its address changes with its content. */
record StaticFile(String name, String type, String content) {
  static final StaticFile STYLE = read("style.css", "text/css; charset=utf-8");
  static final StaticFile LIVE = read("live.js", "text/javascript; charset=utf-8");
  static final StaticFile ICON = read("icon.svg", "image/svg+xml");

  private static final List<StaticFile> ALL = List.of(STYLE, LIVE, ICON);

  static Optional<StaticFile> named(String name) {
    return ALL.stream().filter(file -> file.name().equals(name)).findFirst();
  }

  String address() {
    CRC32 sum = new CRC32();
    sum.update(content.getBytes(UTF_8));
    return "/page/%s?%08x".formatted(name, sum.getValue());
  }

  private static StaticFile read(String name, String type) {
    try (InputStream file = StaticFile.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new StaticFile(name, type, new String(file.readAllBytes(), UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
