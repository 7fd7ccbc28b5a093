package dev.stepcache.application.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.temporal.ChronoUnit.MILLIS;

import dev.stepcache.application.port.AccessBook;
import dev.stepcache.application.port.AccessBook.Credential;
import dev.stepcache.domain.access.PrincipalName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * By what callers prove who they are (H3). A bearer token is 256 random bits, of which the SHA-256
 * alone is kept; the secret of an access key, which checking a signature needs, is kept encrypted.
 * Either is told once, when it is issued.
 */
public final class Credentials {
  /** What a bearer token begins with, so that one which lies somewhere is known for what it is. */
  static final String TOKEN_PREFIX = "stepcache_";

  private static final int TOKEN_BYTES = 32;
  private static final String KEY_PREFIX = "AKIA";
  private static final String KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int KEY_LENGTH = 20;
  private static final int SECRET_BYTES = 30;
  private static final int ID_BYTES = 6;

  private final AccessBook book;
  private final Supplier<SecretVault> vault;
  private final SecureRandom random;
  private final InstantSource clock;

  /**
   * @param vault asked for where a secret is sealed or opened, and not before
   */
  public Credentials(
      AccessBook book, Supplier<SecretVault> vault, SecureRandom random, InstantSource clock) {
    this.book = book;
    this.vault = vault;
    this.random = random;
    this.clock = clock;
  }

  /** A bearer token as it is told, once. */
  public record IssuedToken(Credential.BearerToken kept, String token) {}

  /** An access key as it is told, once. */
  public record IssuedKey(Credential.AccessKey kept, String secret) {}

  /** An access key as signatures are checked with it. */
  public record SigningKey(PrincipalName principal, String secret) {}

  /** Issues a bearer token. */
  public IssuedToken issueToken(PrincipalName principal) {
    String token =
        TOKEN_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(TOKEN_BYTES));
    String id = "token-" + HexFormat.of().formatHex(bytes(ID_BYTES));
    Credential.BearerToken kept = new Credential.BearerToken(id, principal, now(), digest(token));
    book.keep(kept);
    return new IssuedToken(kept, token);
  }

  /** Issues a key to sign requests with. */
  public IssuedKey issueKey(PrincipalName principal) {
    String id = keyId();
    String secret = Base64.getEncoder().encodeToString(bytes(SECRET_BYTES));
    Credential.AccessKey kept =
        new Credential.AccessKey(id, principal, now(), vault.get().seal(secret, id));
    book.keep(kept);
    return new IssuedKey(kept, secret);
  }

  /** Whose bearer token this is. */
  public Optional<PrincipalName> holder(String token) {
    String digest = digest(token);
    return book.bearerToken(digest)
        .filter(kept ->
            MessageDigest.isEqual(kept.digest().getBytes(US_ASCII), digest.getBytes(US_ASCII)))
        .map(Credential.BearerToken::principal);
  }

  /**
   * The access key of an id.
   *
   * @throws VaultClosed where its secret was encrypted under another key
   */
  public Optional<SigningKey> signingKey(String id) {
    return book.accessKey(id)
        .map(kept ->
            new SigningKey(kept.principal(), vault.get().open(kept.sealedSecret(), kept.id())));
  }

  /**
   * Makes sure that signatures can be checked: the vault's key is there, and opens what is kept.
   *
   * @throws VaultKey.Unreadable where there is no such key
   * @throws VaultClosed where a secret was encrypted under another one
   */
  public void tryVault() {
    SecretVault opened = vault.get();
    for (Credential kept : book.credentials()) {
      if (kept instanceof Credential.AccessKey key) {
        opened.open(key.sealedSecret(), key.id());
      }
    }
  }

  private String keyId() {
    StringBuilder id = new StringBuilder(KEY_PREFIX);
    while (id.length() < KEY_LENGTH) {
      id.append(KEY_LETTERS.charAt(random.nextInt(KEY_LETTERS.length())));
    }
    return id.toString();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private Instant now() {
    return clock.instant().truncatedTo(MILLIS);
  }

  private static String digest(String token) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException(absent);
    }
  }
}
