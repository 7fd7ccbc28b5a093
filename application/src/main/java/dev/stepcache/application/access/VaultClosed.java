package dev.stepcache.application.access;

/**
 * The secret of a credential cannot be read: the vault key is not the one that it was sealed under.
 */
public final class VaultClosed extends RuntimeException {
  private static final long serialVersionUID = 1;

  VaultClosed(String credential) {
    super(
        ("the secret of %s was encrypted under another vault key:"
                + " give this process the STEPCACHE_VAULT_KEY (or the file) that made it")
            .formatted(credential));
  }

  /** Never null. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
