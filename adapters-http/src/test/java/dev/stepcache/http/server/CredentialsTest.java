package dev.stepcache.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.application.access.Credentials;
import dev.stepcache.application.access.Credentials.IssuedKey;
import dev.stepcache.application.access.SecretVault;
import dev.stepcache.application.port.AccessBook.Credential;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.ServiceRefused;
import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PipelinePattern;
import dev.stepcache.domain.access.PrincipalName;
import dev.stepcache.http.Http;
import dev.stepcache.http.Http.Answer;
import dev.stepcache.http.TestService;
import dev.stepcache.persistence.jooq.Stores;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** H3: bearer tokens and signatures, where access is controlled. */
class CredentialsTest {
  private static final PrincipalName ANN = new PrincipalName("ann");
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir Path folder;
  private String token = "";
  private IssuedKey key = new IssuedKey(new Credential.AccessKey("", ANN, Instant.EPOCH, ""), "");

  @BeforeEach
  void issue() {
    SecureRandom random = new SecureRandom();
    try (Store store =
        Stores.open("jdbc:sqlite:" + folder.resolve("history.db"), InstantSource.system())) {
      Credentials credentials =
          new Credentials(
              store.accessBook(),
              () -> new SecretVault(new byte[32], random),
              random,
              InstantSource.system());
      token = credentials.issueToken(ANN).token();
      key = credentials.issueKey(ANN);
      store
          .accessBook()
          .grant(new Grant(ANN, Permission.METRICS, PipelinePattern.ALL), Instant.EPOCH);
    }
  }

  private TestService service() {
    return TestService.in(
        folder,
        settings ->
            settings.access(Optional.of(true)).environment(Map.of("STEPCACHE_VAULT_KEY", KEY)));
  }

  @Test
  void nobody_is_asked_for_health_and_everybody_for_all_else() throws IOException {
    try (TestService service = service()) {
      assertThat(Http.call(service, "GET /health HTTP/1.1").status()).isEqualTo(200);
      assertThat(Http.call(service, "GET /ready HTTP/1.1").status()).isEqualTo(200);
      for (String path : List.of("/metrics", "/v1/pipelines", "/", "/nothing")) {
        Answer answer = Http.call(service, "GET " + path + " HTTP/1.1");
        assertThat(answer.status()).as(path).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
      }
      Answer sageMaker = Http.call(service, "POST / HTTP/1.1", "{}");
      assertThat(sageMaker.status()).isEqualTo(403);
      assertThat(sageMaker.body()).contains("\"__type\":\"MissingAuthenticationTokenException\"");
    }
  }

  @Test
  void a_service_whose_vault_key_opens_no_secret_does_not_start() {
    String other = Base64.getEncoder().encodeToString(new byte[] {1}) + "A".repeat(40);
    for (String wrong : List.of("nonsense", "AQ" + KEY.substring(2), other)) {
      assertThatThrownBy(() ->
              TestService.in(
                      folder,
                      settings ->
                          settings
                              .access(Optional.of(true))
                              .environment(Map.of("STEPCACHE_VAULT_KEY", wrong)))
                  .close())
          .isInstanceOf(ServiceRefused.class)
          .hasMessageContaining("STEPCACHE_VAULT_KEY");
    }
  }

  @Test
  void a_bearer_token_opens_what_was_granted_and_an_altered_one_nothing() throws IOException {
    try (TestService service = service()) {
      String head = "GET /metrics HTTP/1.1\nAuthorization: Bearer ";
      assertThat(Http.call(service, head + token).status()).isEqualTo(200);
      assertThat(Http.call(service, head + token + "x").status()).isEqualTo(401);
      assertThat(Http.call(service, head).status()).isEqualTo(401);
      assertThat(Http.call(service, head + token + "\nAuthorization: Bearer x").status())
          .isEqualTo(400);
      assertThat(
              service
                  .store()
                  .accessBook()
                  .revoke(new Grant(ANN, Permission.METRICS, PipelinePattern.ALL)))
          .isTrue();
      assertThat(Http.call(service, head + token).status()).isEqualTo(403);
      assertThat(service.log()).contains("\"principal\":\"ann\"").doesNotContain(token);
    }
  }

  private SignedRequest signed(
      URI address, String body, String region, String name, Duration skew, String secret) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(address)
            .encodedPath("/metrics")
            .putRawQueryParameter("b", "2 /+~")
            .putRawQueryParameter("a", "ü")
            .putHeader("Host", address.getAuthority())
            .putHeader("X-Amz-Target", "SageMaker.ListPipelines")
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .build();
    return AwsV4HttpSigner.create()
        .sign(sign ->
            sign.identity(AwsCredentialsIdentity.create(key.kept().id(), secret))
                .request(request)
                .payload(ContentStreamProvider.fromUtf8String(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, name)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(
                    HttpSigner.SIGNING_CLOCK,
                    Clock.fixed(Instant.now().plus(skew), ZoneOffset.UTC)));
  }

  private static Answer send(
      TestService service, SignedRequest signed, String body, Function<String, String> altering)
      throws IOException {
    SdkHttpRequest request = signed.request();
    List<String> lines = new ArrayList<>();
    lines.add(
        "GET %s?%s HTTP/1.1"
            .formatted(request.encodedPath(), request.encodedQueryParameters().orElse("")));
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> lines.add(name + ": " + value)));
    lines.removeIf(line -> line.startsWith("Content-Length"));
    return Http.call(service, altering.apply(String.join("\n", lines)), body);
  }

  @Test
  void a_request_signed_by_amazons_own_signer_is_known_by_its_key() throws IOException {
    try (TestService service = service()) {
      SignedRequest signed =
          signed(
              service.uri(""), "{\"a\":1}", "eu-west-1", "sagemaker", Duration.ZERO, key.secret());
      assertThat(send(service, signed, "{\"a\":1}", head -> head).status()).isEqualTo(200);
      assertThat(service.log()).contains("\"principal\":\"ann\"").doesNotContain("Signature");
    }
  }

  @Test
  void whatever_is_altered_in_a_signed_request_it_is_refused() throws IOException {
    try (TestService service = service()) {
      SignedRequest signed =
          signed(
              service.uri(""), "{\"a\":1}", "eu-west-1", "sagemaker", Duration.ZERO, key.secret());
      assertThat(send(service, signed, "{\"a\":2}", head -> head).status()).isEqualTo(401);
      assertThat(send(service, signed, "", head -> head).status()).isEqualTo(401);
      List<Function<String, String>> alterations =
          List.of(
              head -> head.replace("GET /metrics", "GET /metrics/"),
              head -> head.replace("GET ", "PUT "),
              head -> head.replace("b=2", "b=3"),
              head -> head.replace("%C3%BC", "%C3%BD"),
              head -> head.replaceAll("(?m)^Host: .*$", "Host: localhost"),
              head -> head.replace("ListPipelines", "DeletePipeline"),
              head -> head.replace("x-amz-json-1.1", "x-amz-json-1.0"),
              head -> head.replaceAll("X-Amz-Date: .*", "X-Amz-Date: 20200101T000000Z"),
              head -> head.replaceAll("X-Amz-Date: .*\n?", ""),
              head -> head.replaceAll("X-Amz-Date: .*", "X-Amz-Date: yesterday"),
              head -> head.replace("eu-west-1/", "us-east-1/"),
              head -> head.replace("/sagemaker/", "/s3/"),
              head -> head.replace("aws4_request", "aws5_request"),
              head -> head.replace(key.kept().id(), "AKIAAAAAAAAAAAAAAAAA"),
              head -> head.replace("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"),
              head -> head.replaceAll("Signature=.", "Signature=g"),
              head -> head.replaceAll("Signature=[0-9a-f]{64}", "Signature=" + "0".repeat(64)),
              head -> head.replaceAll("Signature=.*", ""),
              head -> head.replaceAll("SignedHeaders=[^,]*", "SignedHeaders=host;x-amz-date"),
              head -> head.replaceAll("SignedHeaders=[^,]*", "SignedHeaders=,"),
              head -> head.replaceAll("Credential=[^,]*", "Credential=a/b"),
              head -> head + "\nX-Amz-Security-Token: session",
              head -> head + "\nX-Amz-Target: SageMaker.DeletePipeline",
              head -> head + "\nX-Amz-Content-Sha256: UNSIGNED-PAYLOAD",
              head -> head.replaceAll("Authorization: .*", "Authorization: Basic YTpi"));
      for (int i = 0; i < alterations.size(); i++) {
        Answer answer = send(service, signed, "{\"a\":1}", alterations.get(i));
        assertThat(answer.status()).as("%d: %s", i, answer.head()).isBetween(400, 403);
      }
      assertThat(send(service, signed, "{\"a\":1}", head -> head).status()).isEqualTo(200);
    }
  }

  @Test
  void a_signature_is_good_for_five_minutes_in_one_region_and_for_one_service() throws IOException {
    try (TestService service = service()) {
      for (Duration skew : List.of(Duration.ofMinutes(-4), Duration.ofMinutes(4))) {
        assertThat(
                send(
                        service,
                        signed(service.uri(""), "", "eu-west-1", "sagemaker", skew, key.secret()),
                        "",
                        head -> head)
                    .status())
            .isEqualTo(200);
      }
      for (Duration skew : List.of(Duration.ofMinutes(-6), Duration.ofMinutes(6))) {
        assertThat(
                send(
                        service,
                        signed(service.uri(""), "", "eu-west-1", "sagemaker", skew, key.secret()),
                        "",
                        head -> head)
                    .status())
            .isEqualTo(401);
      }
      for (SignedRequest foreign :
          List.of(
              signed(service.uri(""), "", "us-east-1", "sagemaker", Duration.ZERO, key.secret()),
              signed(service.uri(""), "", "eu-west-1", "s3", Duration.ZERO, key.secret()),
              signed(service.uri(""), "", "eu-west-1", "sagemaker", Duration.ZERO, "other"))) {
        assertThat(send(service, foreign, "", head -> head).status()).isEqualTo(401);
      }
    }
  }

  @Test
  void a_secret_that_is_sealed_under_another_key_meanwhile_is_a_fault_that_the_log_explains()
      throws IOException {
    SecureRandom random = new SecureRandom();
    byte[] other = "o".repeat(SecretVault.KEY_LENGTH).getBytes(StandardCharsets.UTF_8);
    try (TestService service = service()) {
      key =
          new Credentials(
                  service.store().accessBook(),
                  () -> new SecretVault(other, random),
                  random,
                  InstantSource.system())
              .issueKey(ANN);
      SignedRequest signed =
          signed(service.uri(""), "", "eu-west-1", "sagemaker", Duration.ZERO, key.secret());
      Answer answer = send(service, signed, "", head -> head);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).doesNotContain("vault");
      assertThat(service.log()).contains("another vault key");
    }
  }

  @Test
  void what_is_kept_of_credentials_is_not_enough_to_use_them() {
    try (Store store =
        Stores.open("jdbc:sqlite:" + folder.resolve("history.db"), InstantSource.system())) {
      assertThat(store.accessBook().credentials().toString()).doesNotContain(token, key.secret());
      assertThatThrownBy(() ->
              new SecretVault(new byte[32], new SecureRandom())
                  .open(key.kept().sealedSecret(), "another"))
          .hasMessageContaining("another vault key");
    }
  }
}
