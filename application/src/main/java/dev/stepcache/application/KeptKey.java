package dev.stepcache.application;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** A secret key of 32 random bytes in a file, made once and readable to its owner alone. */
public final class KeptKey {
  private static final int LENGTH = 32;

  private KeptKey() {}

  /** A key that is kept nowhere. */
  public static byte[] fresh() {
    byte[] fresh = new byte[LENGTH];
    new SecureRandom().nextBytes(fresh);
    return fresh;
  }

  /**
   * The key of a file, which is made where there is none.
   *
   * @throws IOException where it cannot be kept, or is none
   */
  public static byte[] in(Path file) throws IOException {
    if (!Files.exists(file)) {
      make(file);
    }
    byte[] kept = Files.readAllBytes(file);
    if (kept.length != LENGTH) {
      throw new IOException("%s has %d bytes, not %d".formatted(file, kept.length, LENGTH));
    }
    return kept;
  }

  private static void make(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path whole;
    try {
      whole =
          Files.createTempFile(
              folder,
              "key",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (UnsupportedOperationException noPermissions) {
      throw new IOException("no file in %s is for its owner alone".formatted(folder));
    }
    try {
      Files.write(whole, fresh());
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
