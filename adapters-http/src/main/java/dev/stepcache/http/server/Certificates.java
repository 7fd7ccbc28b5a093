package dev.stepcache.http.server;

import dev.stepcache.application.service.ServiceRefused;
import dev.stepcache.application.service.ServiceSettings;
import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the certificate that the service shows (H4). */
final class Certificates {
  private Certificates() {}

  /**
   * @throws ServiceRefused where the files are no certificate with its key
   */
  static Tls of(ServiceSettings.Tls files) {
    check(files.certificates());
    check(files.key());
    try {
      Keys keys =
          Keys.builder()
              .pem(pem ->
                  pem.certChain(Resource.create(files.certificates()))
                      .key(Resource.create(files.key())))
              .build();
      return Tls.builder().privateKey(keys).privateKeyCertChain(keys).build();
    } catch (RuntimeException malformed) {
      throw new ServiceRefused(
          "%s and %s are no certificate chain with its private key, both in PEM: %s"
              .formatted(files.certificates(), files.key(), malformed.getMessage()));
    }
  }

  private static void check(Path file) {
    if (!Files.isReadable(file)) {
      throw new ServiceRefused("%s cannot be read".formatted(file));
    }
  }
}
