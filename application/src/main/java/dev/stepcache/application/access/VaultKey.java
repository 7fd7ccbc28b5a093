package dev.stepcache.application.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stepcache.application.KeptKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Where the vault's key is: outside the store, whose secrets it encrypts (H3). All processes that
 * issue access keys or check signatures need the same one.
 */
public final class VaultKey {
  /** The variable that holds the key, Base64 of 32 bytes. */
  public static final String VARIABLE = "STEPCACHE_VAULT_KEY";

  /** The variable that names a file with the key, as Base64 or as the 32 bytes themselves. */
  public static final String FILE_VARIABLE = "STEPCACHE_VAULT_KEY_FILE";

  private VaultKey() {}

  /** There is no such key where one was said to be; the message says what was expected. */
  public static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Unreadable(String message) {
      super(message);
    }

    /** Never null. */
    public String message() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * The key that the environment gives, or else the one in a folder, made there at need.
   *
   * @throws Unreadable where that is none
   */
  public static byte[] of(Map<String, String> environment, Path folder) {
    Optional<String> given = named(environment, VARIABLE);
    Optional<Path> file = named(environment, FILE_VARIABLE).map(Path::of);
    try {
      if (given.isPresent()) {
        return decoded(given.get(), VARIABLE);
      }
      return file.isPresent() ? in(file.get()) : KeptKey.in(folder.resolve("vault.key"));
    } catch (IOException unreadable) {
      throw new Unreadable("the vault key cannot be read: " + unreadable);
    }
  }

  private static Optional<String> named(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
  }

  private static byte[] in(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return bytes.length == SecretVault.KEY_LENGTH
        ? bytes
        : decoded(new String(bytes, US_ASCII), file.toString());
  }

  private static byte[] decoded(String text, String place) {
    try {
      byte[] key = Base64.getDecoder().decode(text.strip());
      if (key.length == SecretVault.KEY_LENGTH) {
        return key;
      }
    } catch (IllegalArgumentException notBase64) {
      // Said below, as any other length is.
    }
    throw new Unreadable(place + " holds no vault key: expected Base64 of 32 bytes");
  }
}
