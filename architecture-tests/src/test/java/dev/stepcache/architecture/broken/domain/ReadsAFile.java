package dev.stepcache.architecture.broken.domain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Breaks: the domain does no I/O. */
public final class ReadsAFile {
  public String read(Path path) throws IOException {
    return Files.readString(path);
  }
}
