package dev.stepcache.cli.bootstrap;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The key of the digests that stand for secrets, made once and readable to its owner alone. */
final class SecretKey {
  private static final int LENGTH = 32;

  private SecretKey() {}

  /** The key kept in a folder; one for this process alone where none can be kept. */
  static byte[] of(Path folder) {
    Path file = folder.resolve("secrets.key");
    byte[] fresh = new byte[LENGTH];
    new SecureRandom().nextBytes(fresh);
    try {
      if (!Files.exists(file)) {
        make(file, fresh);
      }
      byte[] kept = Files.readAllBytes(file);
      return kept.length == LENGTH ? kept : fresh;
    } catch (IOException | UnsupportedOperationException notKept) {
      return fresh;
    }
  }

  private static void make(Path file, byte[] key) throws IOException {
    Files.createDirectories(file.getParent());
    Path whole =
        Files.createTempFile(
            file.getParent(),
            "secrets",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(whole, key);
      // A link fails where another process came first, whose key then counts.
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException another) {
      return;
    } catch (UnsupportedOperationException noLinks) {
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}
