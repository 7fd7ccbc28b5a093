package dev.stepcache.persistence.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The digests of files (X5). That of some files together is the SHA-256 of, for each in the order
 * of their names by UTF-16 code unit: the length of the name in bytes (four, the highest first),
 * the name in UTF-8, and the SHA-256 of the file's bytes. So no two sets of names and bytes are
 * spelled alike; a single file has the empty name, which no file in a folder has.
 */
final class ContentDigests {
  /** Smaller files are read as fast as remembered. */
  static final int WORTH_REMEMBERING = 64 * 1024;

  private static final int CHUNK = 256 * 1024;

  private final RememberedDigests remembered;
  private final InstantSource clock;

  ContentDigests(RememberedDigests remembered, InstantSource clock) {
    this.remembered = remembered;
    this.clock = clock;
  }

  /** The digest of files by their relative names, 64 lower-case hex digits. */
  String of(SortedMap<String, Path> files) throws IOException {
    MessageDigest together = sha256();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      add(together, file.getKey(), HexFormat.of().parseHex(ofBytes(file.getValue())));
    }
    return HexFormat.of().formatHex(together.digest());
  }

  /** The digest of a single file whose bytes have this SHA-256. */
  static String ofOne(byte[] sha256) {
    MessageDigest together = sha256();
    add(together, "", sha256);
    return HexFormat.of().formatHex(together.digest());
  }

  private static void add(MessageDigest together, String name, byte[] sha256) {
    byte[] bytes = name.getBytes(UTF_8);
    together.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    together.update(bytes);
    together.update(sha256);
  }

  private String ofBytes(Path file) throws IOException {
    Instant reading = clock.instant();
    Optional<Fingerprint> before = fingerprint(file);
    Optional<String> known = before.flatMap(print -> remembered.find(file, print));
    if (known.isPresent()) {
      return known.get();
    }
    String digest = read(file);
    if (before.isPresent()
        && before.get().size() >= WORTH_REMEMBERING
        && before.get().isSettledAt(reading)
        && before.equals(fingerprint(file))) {
      remembered.keep(file, before.get(), digest);
    }
    return digest;
  }

  private static Optional<Fingerprint> fingerprint(Path file) throws IOException {
    try {
      return Fingerprint.of(file);
    } catch (IOException failed) {
      throw FileFault.reading(file, failed);
    }
  }

  private static String read(Path file) throws IOException {
    MessageDigest bytes = sha256();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        bytes.update(chunk, 0, read);
      }
    } catch (IOException failed) {
      throw FileFault.reading(file, failed);
    }
    return HexFormat.of().formatHex(bytes.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
