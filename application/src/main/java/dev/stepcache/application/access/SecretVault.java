package dev.stepcache.application.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the secrets that have to be known again (H3), with AES-256-GCM under a key that is not
 * kept where they are. A sealed secret opens for the credential alone that it was sealed for.
 */
public final class SecretVault {
  /** The length of a key, in bytes. */
  public static final int KEY_LENGTH = 32;

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  public SecretVault(byte[] key, SecureRandom random) {
    if (key.length != KEY_LENGTH) {
      throw new IllegalArgumentException("a vault key has 32 bytes, not " + key.length);
    }
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /** The secret of a credential as it may be kept. */
  public String seal(String secret, String credential) {
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, 0, credential).doFinal(secret.getBytes(UTF_8));
      byte[] kept = new byte[NONCE_LENGTH + sealed.length];
      System.arraycopy(nonce, 0, kept, 0, NONCE_LENGTH);
      System.arraycopy(sealed, 0, kept, NONCE_LENGTH, sealed.length);
      return Base64.getEncoder().encodeToString(kept);
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException("this Java has no " + CIPHER, absent);
    }
  }

  /**
   * The secret of a credential.
   *
   * @throws VaultClosed where it was sealed under another key, or for another credential
   */
  public String open(String sealed, String credential) {
    try {
      byte[] kept = Base64.getDecoder().decode(sealed);
      if (kept.length < NONCE_LENGTH) {
        throw new VaultClosed(credential);
      }
      byte[] secret =
          cipher(Cipher.DECRYPT_MODE, kept, 0, credential)
              .doFinal(kept, NONCE_LENGTH, kept.length - NONCE_LENGTH);
      return new String(secret, UTF_8);
    } catch (AEADBadTagException | IllegalArgumentException otherKey) {
      throw new VaultClosed(credential);
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException("this Java has no " + CIPHER, absent);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, int offset, String credential)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, offset, NONCE_LENGTH));
    cipher.updateAAD(credential.getBytes(UTF_8));
    return cipher;
  }
}
