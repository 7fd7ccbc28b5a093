package dev.stepcache.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.application.service.ServiceRefused;
import dev.stepcache.application.service.ServiceSettings;
import dev.stepcache.http.TestService;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H4: calls are encrypted where a certificate is given. */
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  private KeyStore keys() throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "service",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private Path pem(String name, String kind, byte[] der) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, text));
  }

  @Test
  void a_client_that_trusts_the_certificate_is_answered_over_tls() throws Exception {
    KeyStore keys = keys();
    ServiceSettings.Tls files =
        new ServiceSettings.Tls(
            pem("chain.pem", "CERTIFICATE", keys.getCertificate("service").getEncoded()),
            pem("key.pem", "PRIVATE KEY", keys.getKey("service", PASSWORD).getEncoded()));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("service", keys.getCertificate("service"));
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (TestService service =
            TestService.in(folder, settings -> settings.tls(Optional.of(files)));
        HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
      assertThat(service.address()).startsWith("https://127.0.0.1:");
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(service.uri("/health")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void what_is_no_certificate_is_said_to_be_none() throws Exception {
    Path file = Files.writeString(folder.resolve("no.pem"), "no certificate");
    for (Path key : new Path[] {file, folder.resolve("absent.pem")}) {
      assertThatThrownBy(() ->
              TestService.in(
                  folder,
                  settings -> settings.tls(Optional.of(new ServiceSettings.Tls(file, key)))))
          .isInstanceOf(ServiceRefused.class)
          .hasMessageContaining(key.getFileName().toString());
    }
  }
}
