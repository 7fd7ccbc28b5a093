package dev.stepcache.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.access.Credentials;
import dev.stepcache.application.access.SecretVault;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.AccessBook;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PipelinePattern;
import dev.stepcache.domain.access.PrincipalName;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.http.TestService;
import dev.stepcache.persistence.jooq.Stores;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2, H3: grants and credentials by the API, with real tokens. */
class AccessResourceTest {
  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private TestService service;
  private String admin;

  @BeforeEach
  void set_up() {
    try (Store store =
        Stores.open("jdbc:sqlite:" + folder.resolve("history.db"), InstantSource.system())) {
      admin = token(store, "admin", Permission.MANAGE_PIPELINE);
    }
    service = TestService.in(folder, settings -> settings.access(Optional.of(true)));
  }

  @AfterEach
  void clear_up() {
    service.close();
    client.close();
  }

  private static String token(Store store, String principal, Permission... permissions) {
    AccessBook book = store.accessBook();
    PrincipalName name = new PrincipalName(principal);
    for (Permission permission : permissions) {
      book.grant(new Grant(name, permission, PipelinePattern.ALL), Instant.now());
    }
    return new Credentials(
            book,
            () -> new SecretVault(new byte[32], new SecureRandom()),
            new SecureRandom(),
            store.history().clock())
        .issueToken(name)
        .token();
  }

  private HttpResponse<String> call(String method, String path, String token, String body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(service.uri(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void a_grant_that_is_made_and_taken_away_counts_at_once() throws Exception {
    HttpResponse<String> issued =
        call("POST", "/v1/access/tokens", admin, "{\"principal\": \"ann\"}");
    assertThat(issued.statusCode()).isEqualTo(201);
    assertThat(issued.headers().firstValue("Cache-Control")).hasValue("no-store");
    String ann =
        JsonReader.readOwn(issued.body())
            .asObject()
            .flatMap(document -> document.textMember("token"))
            .orElseThrow();
    assertThat(call("GET", "/v1/savings?pipeline=p", ann, "").statusCode()).isEqualTo(404);

    String grant = "{\"principal\": \"ann\", \"permission\": \"Metrics\", \"pipelines\": \"p\"}";
    assertThat(call("POST", "/v1/access/grants", admin, grant).statusCode()).isEqualTo(201);
    service.store().history().openPipeline(new PipelineName("p"), Instant.now());
    assertThat(call("GET", "/v1/savings?pipeline=p", ann, "").statusCode()).isEqualTo(200);
    assertThat(call("GET", "/v1/access/grants", admin, "").body()).contains("ann", "Metrics");

    String revoked = "/v1/access/grants?principal=ann&permission=Metrics&pipelines=p";
    assertThat(call("DELETE", revoked, admin, "").statusCode()).isEqualTo(204);
    assertThat(call("DELETE", revoked, admin, "").statusCode()).isEqualTo(404);
    assertThat(call("GET", "/v1/savings?pipeline=p", ann, "").statusCode()).isEqualTo(404);
  }

  @Test
  void a_credential_that_is_dropped_proves_nothing_any_more() throws Exception {
    HttpResponse<String> issued =
        call("POST", "/v1/access/tokens", admin, "{\"principal\": \"ann\"}");
    var document = JsonReader.readOwn(issued.body()).asObject().orElseThrow();
    String token = document.textMember("token").orElseThrow();
    String id = document.textMember("id").orElseThrow();
    assertThat(call("GET", "/v1/pipelines", token, "").statusCode()).isEqualTo(200);
    assertThat(call("GET", "/v1/access/credentials", admin, "").body())
        .contains(id)
        .doesNotContain(token);
    assertThat(call("DELETE", "/v1/access/credentials/" + id, admin, "").statusCode())
        .isEqualTo(204);
    assertThat(call("GET", "/v1/pipelines", token, "").statusCode()).isEqualTo(401);
  }

  @Test
  void who_does_not_manage_every_pipeline_neither_sees_nor_makes_grants() throws Exception {
    String bob =
        token(service.store(), "bob", Permission.RUN_PIPELINE, Permission.PURGE, Permission.RECORD);
    String grant = "{\"principal\": \"bob\", \"permission\": \"ManagePipeline\"}";
    assertThat(call("POST", "/v1/access/grants", bob, grant).statusCode()).isEqualTo(403);
    assertThat(call("GET", "/v1/access/grants", bob, "").statusCode()).isEqualTo(403);
    assertThat(call("POST", "/v1/access/keys", bob, "{\"principal\": \"bob\"}").statusCode())
        .isEqualTo(403);
    assertThat(call("GET", "/v1/audit", bob, "").statusCode()).isEqualTo(403);
    assertThat(call("GET", "/v1/access/grants", admin, "").body())
        .doesNotContain("\"bob\",\"permission\":\"ManagePipeline\"");
  }

  @Test
  void what_is_not_right_is_told_with_its_place() throws Exception {
    HttpResponse<String> wrong =
        call(
            "POST",
            "/v1/access/grants",
            admin,
            "{\"principal\": \"a b\", \"permission\": \"Read\"}");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("/principal", "/permission");
  }

  @Test
  void a_browser_is_asked_for_the_token_as_a_password_and_only_reads_with_it() throws Exception {
    HttpRequest.Builder page =
        HttpRequest.newBuilder(service.uri("/")).header("Accept", "text/html");
    HttpResponse<String> asked = client.send(page.build(), BodyHandlers.ofString());
    assertThat(asked.statusCode()).isEqualTo(401);
    assertThat(asked.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(way -> assertThat(way).startsWith("Basic"));
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("anybody:" + admin).getBytes(StandardCharsets.UTF_8));
    assertThat(
            client
                .send(page.header("Authorization", basic).build(), BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
    HttpRequest changing =
        HttpRequest.newBuilder(service.uri("/v1/access/tokens"))
            .header("Authorization", basic)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"principal\": \"eve\"}"))
            .build();
    assertThat(client.send(changing, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
  }
}
