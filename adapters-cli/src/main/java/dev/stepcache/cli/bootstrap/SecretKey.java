package dev.stepcache.cli.bootstrap;

import dev.stepcache.application.KeptKey;
import java.io.IOException;
import java.nio.file.Path;

/** The key of the digests that stand for secrets. */
final class SecretKey {
  private SecretKey() {}

  /** The key kept in a folder; one for this process alone where none can be kept. */
  static byte[] of(Path folder) {
    try {
      return KeptKey.in(folder.resolve("secrets.key"));
    } catch (IOException notKept) {
      return KeptKey.fresh();
    }
  }
}
