package dev.stepcache.http.server;

import dev.stepcache.application.access.Credentials;
import dev.stepcache.application.access.VaultClosed;
import dev.stepcache.application.access.VaultKey;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.ServiceRefused;
import dev.stepcache.application.service.ServiceSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Whether callers prove who they are (H3): everywhere but on loopback addresses, where they do if
 * that is wanted; and never is a service open to others without it.
 */
@Singleton
final class AccessPolicy {
  private final boolean controlled;

  /**
   * @throws ServiceRefused where nobody could prove anything, or everybody could do everything
   */
  @Inject
  AccessPolicy(ServiceSettings settings, Store store, Credentials credentials) {
    boolean loopback = isLoopback(settings.host());
    this.controlled = settings.access().orElse(!loopback);
    if (!controlled && !loopback) {
      throw new ServiceRefused(
          "access cannot be off at %s, which others can reach: turn it on, or listen at 127.0.0.1"
              .formatted(settings.host()));
    }
    if (controlled && !store.accessBook().hasCredentials()) {
      throw new ServiceRefused(
          ("nobody has credentials for a service at %s: issue some with 'stepcache access token"
                  + " PRINCIPAL' and 'stepcache access grant PRINCIPAL PERMISSION', or listen at"
                  + " 127.0.0.1 without access control")
              .formatted(settings.host()));
    }
    if (controlled) {
      tryVault(credentials);
    }
  }

  /** Better now than at the first call that is signed. */
  private static void tryVault(Credentials credentials) {
    try {
      credentials.tryVault();
    } catch (VaultClosed other) {
      throw new ServiceRefused(other.message());
    } catch (VaultKey.Unreadable none) {
      throw new ServiceRefused(none.message());
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      throw new ServiceRefused(host + " is no address of this machine");
    }
  }

  boolean isControlled() {
    return controlled;
  }
}
