package dev.stepcache.application.content;

import dev.stepcache.application.port.ObjectStore;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Digests of content. */
public final class Digests {
  private Digests() {}

  /** 64 hex digits. */
  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  static Optional<String> of(ObjectStore objects, String place) {
    try {
      return objects.digest(place);
    } catch (IOException e) {
      throw new ContentUnreadable(place + " cannot be read: " + e.getMessage(), e);
    }
  }
}
