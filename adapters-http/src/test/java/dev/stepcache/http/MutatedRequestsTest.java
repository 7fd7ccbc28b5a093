package dev.stepcache.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.access.Credentials;
import dev.stepcache.application.access.SecretVault;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PipelinePattern;
import dev.stepcache.domain.access.PrincipalName;
import dev.stepcache.persistence.jooq.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * H1, H2, H4: whatever is sent, the service answers what is wrong, never by a fault of its own, and
 * keeps what it has.
 */
class MutatedRequestsTest {
  private static final int REQUESTS = Integer.getInteger("stepcache.requests", 10_000);
  private static final Pattern INTERNALS =
      Pattern.compile(
          "\\tat |Exception:|dev\\.stepcache|io\\.helidon|java\\.(lang|util)|jooq|SQLITE");

  private static final String STEP =
      """
      {"Name": "train", "Type": "Training", "Arguments": {"HyperParameters": {"eta": "0.1"}}, "CacheConfig": {"Enabled": true, "ExpireAfter": "P1D"}}\
      """;

  private static final String DEFINITION =
      """
      {"Version": "2020-12-01", "Parameters": [{"Name": "Eta", "Type": "String", "DefaultValue": "0.1"}], "Steps": [{"Name": "train", "Type": "Training", "Arguments": {"HyperParameters": {"eta": {"Get": "Parameters.Eta"}}}, "CacheConfig": {"Enabled": true, "ExpireAfter": "P1D"}}]}\
      """;

  private static final String TOKEN = "a-token-of-thirty-two-characters-or-more";

  /** Values that no member expects. */
  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e9999",
          "9999999999999999999999",
          "0.1e-400",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"*\"",
          "\"../../etc/passwd\"",
          "\"file:///etc/passwd\"",
          "\"' or 1=1 --\"",
          "\"<script>\"",
          "[]",
          "{}",
          "[null]",
          "{\"Get\": \"Steps.x.y\"}",
          "{\"Get\": 7}",
          "{\"Std:Join\": {\"On\": 1}}",
          "[".repeat(300),
          "[".repeat(300) + "]".repeat(300),
          "\"" + "x".repeat(70_000) + "\"",
          "{\"a\": 1, \"a\": 2}");

  private static final Pattern VALUE =
      Pattern.compile("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"(?!\\s*:)|-?[0-9.]+|true|false|null");

  @TempDir Path folder;
  private String accessKey = "";

  /** A request that the service would do. */
  private record Seed(String method, String path, Map<String, String> headers, String body) {}

  private final SplittableRandom random = new SplittableRandom(20_261_123);

  @Test
  void no_request_of_ten_thousand_brings_the_service_into_trouble() throws Exception {
    try (TestService service = TestService.in(folder)) {
      prepare(service);
      String before = kept(service);
      Map<Integer, Integer> statuses = new TreeMap<>();
      List<Seed> seeds = seeds();
      for (int i = 0; i < REQUESTS; i++) {
        byte[] request = mutated(seeds.get(random.nextInt(seeds.size())));
        String answer = send(service, request);
        int status = status(answer);
        statuses.merge(status, 1, Integer::sum);
        assertThat(status).as("%s%n=> %s", shortened(request), answer).isNotIn(500, 501, 502);
        assertThat(INTERNALS.matcher(answer).find())
            .as("%s%n=> %s", shortened(request), answer)
            .isFalse();
      }
      assertThat(statuses.getOrDefault(200, 0)).as("%s", statuses).isPositive();
      assertThat(statuses.getOrDefault(400, 0)).as("%s", statuses).isPositive();
      assertThat(statuses.getOrDefault(422, 0)).as("%s", statuses).isPositive();
      assertThat(kept(service)).isEqualTo(before);
    }
  }

  @Test
  void no_made_up_proof_of_who_calls_opens_anything() throws Exception {
    try (Store store =
        Stores.open("jdbc:sqlite:" + folder.resolve("history.db"), InstantSource.system())) {
      SecureRandom secret = new SecureRandom();
      PrincipalName ann = new PrincipalName("ann");
      Credentials credentials =
          new Credentials(
              store.accessBook(),
              () -> new SecretVault(new byte[SecretVault.KEY_LENGTH], secret),
              secret,
              InstantSource.system());
      credentials.issueToken(ann);
      accessKey = credentials.issueKey(ann).kept().id();
      for (Permission permission : Permission.values()) {
        store.accessBook().grant(new Grant(ann, permission, PipelinePattern.ALL), Instant.EPOCH);
      }
    }
    String vault = Base64.getEncoder().encodeToString(new byte[SecretVault.KEY_LENGTH]);
    try (TestService service =
        TestService.in(
            folder,
            settings ->
                settings
                    .access(Optional.of(true))
                    .environment(Map.of("STEPCACHE_VAULT_KEY", vault)))) {
      List<Seed> seeds = seeds().stream().filter(seed -> !seed.path().equals("/health")).toList();
      for (int i = 0; i < REQUESTS / 5; i++) {
        byte[] request = raw(withProof(seeds.get(random.nextInt(seeds.size()))));
        String answer = send(service, request);
        assertThat(status(answer))
            .as("%s%n=> %s%n%s", shortened(request), answer, faults(service))
            .isIn(400, 401, 403);
        assertThat(INTERNALS.matcher(answer).find())
            .as("%s%n=> %s", shortened(request), answer)
            .isFalse();
      }
      assertThat(service.store().history().pipelines()).isEmpty();
    }
  }

  /** What the log says of faults of ours. */
  private static List<String> faults(TestService service) {
    return service.log().lines().filter(line -> line.contains("\"fault\"")).toList();
  }

  /** A header that looks the more like one that proves something, the longer one looks. */
  private Seed withProof(Seed seed) {
    Map<String, String> headers = new HashMap<>(seed.headers());
    String day = "20261124";
    String signature =
        "AWS4-HMAC-SHA256 Credential=%s/%s/eu-west-1/sagemaker/aws4_request, SignedHeaders=host;x-amz-date, Signature=%s"
            .formatted(accessKey, day, "%064x".formatted(random.nextLong() >>> 1));
    String proof =
        switch (random.nextInt(6)) {
          case 0 -> "Bearer stepcache_" + "A".repeat(random.nextInt(60));
          case 1 -> "Basic " + Base64.getEncoder().encodeToString(("ann:" + odd()).getBytes(UTF_8));
          case 2 -> signature;
          case 3 -> headerSafe(cut(signature));
          case 4 -> headerSafe(flipped(signature));
          default -> "AWS4-HMAC-SHA256 " + headerSafe(odd());
        };
    headers.put("Authorization", proof.substring(0, Math.min(proof.length(), 6_000)));
    if (random.nextBoolean()) {
      String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
      headers.put("X-Amz-Date", now.replaceAll("[-:]", ""));
    }
    return new Seed(seed.method(), seed.path(), headers, seed.body());
  }

  private static String headerSafe(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private static void prepare(TestService service) throws IOException {
    require(
        service,
        new Seed("PUT", "/v1/pipelines/kept", json(), "{\"definition\": " + DEFINITION + "}"));
    require(
        service,
        new Seed("PUT", "/v1/pipelines/fuzz", json(), "{\"definition\": " + DEFINITION + "}"));
    for (int i = 0; i < 5; i++) {
      require(
          service,
          new Seed(
              "POST",
              "/v1/pipelines/kept/runs",
              json(),
              "{\"step\": %s}".formatted(STEP.replace("0.1", "0." + i))));
    }
  }

  private static void require(TestService service, Seed seed) throws IOException {
    String answer = send(service, raw(seed));
    assertThat(status(answer)).as(answer).isBetween(200, 299);
  }

  /** What the mutated requests, which name another pipeline, must not have changed. */
  private static String kept(TestService service) throws IOException {
    return body(send(service, raw(new Seed("GET", "/v1/pipelines/kept/runs", json(), ""))))
        + body(send(service, raw(new Seed("GET", "/v1/pipelines/kept/definition", json(), ""))));
  }

  private static Map<String, String> json() {
    return Map.of("Content-Type", "application/json");
  }

  private static List<Seed> seeds() {
    List<Seed> seeds = new ArrayList<>();
    String pipeline = "/v1/pipelines/fuzz";
    seeds.add(new Seed("GET", "/v1/pipelines?limit=10", json(), ""));
    seeds.add(new Seed("GET", pipeline, json(), ""));
    seeds.add(
        new Seed(
            "PUT",
            pipeline,
            json(),
            "{\"definition\": %s, \"displayName\": \"d\", \"maxParallel\": 2, \"tags\": {\"k\": \"v\"}}"
                .formatted(DEFINITION)));
    seeds.add(new Seed("GET", pipeline + "/runs?step=train&limit=5", json(), ""));
    seeds.add(new Seed("POST", pipeline + "/lookups", json(), "{\"step\": %s}".formatted(STEP)));
    seeds.add(
        new Seed(
            "POST",
            pipeline + "/runs",
            json(),
            "{\"step\": %s, \"execution\": \"e1\", \"twin\": \"beside\"}".formatted(STEP)));
    seeds.add(new Seed("POST", pipeline + "/plan", json(), "{\"parameters\": {\"Eta\": \"0.2\"}}"));
    seeds.add(new Seed("POST", "/v1/check", json(), DEFINITION));
    seeds.add(new Seed("POST", "/v1/signature", json(), "{\"step\": %s}".formatted(STEP)));
    seeds.add(new Seed("POST", pipeline + "/refresh", json(), "{\"step\": \"train\"}"));
    seeds.add(new Seed("GET", "/v1/savings?pipeline=fuzz&within=30d", json(), ""));
    seeds.add(new Seed("GET", "/v1/days?pipeline=fuzz&within=30d", json(), ""));
    seeds.add(
        new Seed("POST", "/v1/callbacks/0123456789", json(), "{\"outputs\": {\"a\": \"b\"}}"));
    seeds.add(new Seed("GET", "/v1/executions/abcdefghijkl/steps/train", json(), ""));
    seeds.add(new Seed("GET", "/", Map.of("Accept", "text/html"), ""));
    seeds.add(new Seed("GET", "/pipelines/fuzz", Map.of("Accept", "text/html"), ""));
    seeds.add(new Seed("GET", "/executions/abcdefghijkl", Map.of("Accept", "text/html"), ""));
    seeds.add(new Seed("GET", "/health", json(), ""));
    seeds.add(new Seed("GET", "/metrics", json(), ""));
    String arn = "arn:aws:sagemaker:eu-west-1:123456789012:pipeline/fuzz";
    String role = "arn:aws:iam::123456789012:role/pipelines";
    String definition = DEFINITION.replace("\"", "\\\"");
    Map<String, String> calls = new HashMap<>();
    calls.put(
        "CreatePipeline",
        "{\"PipelineName\": \"fuzz-2\", \"PipelineDefinition\": \"%s\", \"RoleArn\": \"%s\", \"ClientRequestToken\": \"%s\", \"Tags\": [{\"Key\": \"k\", \"Value\": \"v\"}], \"ParallelismConfiguration\": {\"MaxParallelExecutionSteps\": 2}}"
            .formatted(definition, role, TOKEN));
    calls.put(
        "UpdatePipeline",
        "{\"PipelineName\": \"fuzz\", \"PipelineDefinition\": \"%s\", \"PipelineDescription\": \"d\"}"
            .formatted(definition));
    calls.put(
        "UpdatePipelineVersion",
        "{\"PipelineArn\": \"%s\", \"PipelineVersionId\": 1, \"PipelineVersionDisplayName\": \"n\"}"
            .formatted(arn));
    calls.put("DescribePipeline", "{\"PipelineName\": \"fuzz\", \"PipelineVersionId\": 1}");
    calls.put(
        "ListPipelines",
        "{\"PipelineNamePrefix\": \"f\", \"CreatedAfter\": 1, \"SortBy\": \"Name\", \"SortOrder\":"
            + " \"Ascending\", \"MaxResults\": 5}");
    calls.put("ListPipelineVersions", "{\"PipelineName\": \"fuzz\", \"MaxResults\": 5}");
    calls.put(
        "StartPipelineExecution",
        "{\"PipelineName\": \"fuzz\", \"ClientRequestToken\": \"%s\", \"PipelineParameters\": [{\"Name\": \"Eta\", \"Value\": \"0.3\"}], \"ParallelismConfiguration\": {\"MaxParallelExecutionSteps\": 2}}"
            .formatted(TOKEN));
    calls.put(
        "DescribePipelineExecution",
        "{\"PipelineExecutionArn\": \"%s/execution/abcdefghijkl\"}".formatted(arn));
    calls.put(
        "ListPipelineExecutions",
        "{\"PipelineName\": \"fuzz\", \"SortBy\": \"PipelineExecutionArn\", \"MaxResults\": 2}");
    calls.put(
        "ListPipelineExecutionSteps",
        "{\"PipelineExecutionArn\": \"%s/execution/abcdefghijkl\"}".formatted(arn));
    calls.put(
        "SendPipelineExecutionStepSuccess",
        "{\"CallbackToken\": \"0123456789\", \"OutputParameters\": [{\"Name\": \"a\", \"Value\":"
            + " \"b\"}]}");
    calls.put(
        "StopPipelineExecution",
        "{\"PipelineExecutionArn\": \"%s/execution/abcdefghijkl\", \"ClientRequestToken\": \"%s\"}"
            .formatted(arn, TOKEN));
    calls.put(
        "AddTags",
        "{\"ResourceArn\": \"%s\", \"Tags\": [{\"Key\": \"a\", \"Value\": \"b\"}]}".formatted(arn));
    calls.put("ListTags", "{\"ResourceArn\": \"%s\"}".formatted(arn));
    calls.put(
        "DescribeTrainingJob",
        "{\"TrainingJobName\": \"pipelines-abcdefghijkl-train-0123456789\"}");
    calls.forEach((operation, body) ->
        seeds.add(
            new Seed(
                "POST",
                "/",
                Map.of(
                    "Content-Type",
                    "application/x-amz-json-1.1",
                    "X-Amz-Target",
                    "SageMaker." + operation),
                body)));
    return seeds;
  }

  private byte[] mutated(Seed seed) {
    return switch (random.nextInt(10)) {
      case 0 -> raw(withBody(seed, flipped(seed.body())));
      case 1 -> raw(withBody(seed, cut(seed.body())));
      case 2, 3, 4 -> raw(withBody(seed, replaced(seed.body())));
      case 5 -> raw(withPath(seed));
      case 6 -> raw(withHeader(seed));
      case 7 -> raw(new Seed(method(), seed.path(), seed.headers(), seed.body()));
      case 8 -> garbled(raw(seed));
      default -> raw(withBody(seed, replaced(replaced(seed.body()))));
    };
  }

  private static Seed withBody(Seed seed, String body) {
    return new Seed(seed.method(), seed.path(), seed.headers(), body);
  }

  private String flipped(String body) {
    if (body.isEmpty()) {
      return "x";
    }
    int at = random.nextInt(body.length());
    return body.substring(0, at) + (char) random.nextInt(1, 256) + body.substring(at + 1);
  }

  private String cut(String body) {
    int from = random.nextInt(body.length() + 1);
    int to = random.nextInt(from, body.length() + 1);
    return random.nextBoolean()
        ? body.substring(0, from) + body.substring(to)
        : body.substring(0, to) + body.substring(from);
  }

  /** One value in place of another, which is mostly of another type. */
  private String replaced(String body) {
    var values = VALUE.matcher(body).results().toList();
    if (values.isEmpty()) {
      return odd();
    }
    var value = values.get(random.nextInt(values.size()));
    return body.substring(0, value.start()) + odd() + body.substring(value.end());
  }

  private String odd() {
    return ODD.get(random.nextInt(ODD.size()));
  }

  private String method() {
    return List.of("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW")
        .get(random.nextInt(9));
  }

  private Seed withPath(Seed seed) {
    String path =
        switch (random.nextInt(8)) {
          case 0 -> seed.path() + "/%00";
          case 1 -> seed.path().replace("fuzz", "%2e%2e%2f%2e%2e");
          case 2 -> seed.path().replace("fuzz", "x".repeat(3_000));
          case 3 -> seed.path() + "?cursor=" + "A".repeat(random.nextInt(200));
          case 4 ->
              seed.path()
                  + "?limit="
                  + List.of("-1", "0", "x", "99999999999").get(random.nextInt(4));
          case 5 -> seed.path().replace("train", "%ff%fe");
          case 6 -> seed.path() + "/" + "a/".repeat(random.nextInt(50));
          default -> seed.path().replace("/", "//");
        };
    return new Seed(seed.method(), path, seed.headers(), seed.body());
  }

  private Seed withHeader(Seed seed) {
    Map<String, String> headers = new HashMap<>(seed.headers());
    switch (random.nextInt(9)) {
      case 0 -> headers.remove("Content-Type");
      case 1 -> headers.put("Content-Type", "text/xml; charset=utf-16");
      case 2 -> headers.put("X-Amz-Target", "SageMaker.Nothing" + random.nextInt());
      case 3 -> headers.put("If-Match", "\"" + random.nextInt());
      case 4 -> headers.put("Authorization", "AWS4-HMAC-SHA256 Credential=/////");
      case 5 -> headers.put("X-Request-Id", "x".repeat(5_000));
      case 6 -> headers.put("Idempotency-Key", "\u00e9".repeat(300));
      case 7 -> headers.put("Last-Event-ID", "no number");
      default -> headers.put("traceparent", "00-zz-1-");
    }
    return new Seed(seed.method(), seed.path(), headers, seed.body());
  }

  /** Anything at all, the request line and the lengths too. */
  private byte[] garbled(byte[] request) {
    byte[] garbled = request.clone();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      garbled[random.nextInt(garbled.length)] = (byte) random.nextInt(256);
    }
    return garbled;
  }

  private static byte[] raw(Seed seed) {
    byte[] body = seed.body().getBytes(UTF_8);
    StringBuilder head = new StringBuilder();
    head.append(seed.method()).append(' ').append(seed.path()).append(" HTTP/1.1\r\n");
    head.append("Host: localhost\r\nConnection: close\r\n");
    seed.headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(ISO_8859_1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(start);
    all.writeBytes(body);
    return all.toByteArray();
  }

  /** What was answered; nothing where the service hung up, or waits for more than was sent. */
  private static String send(TestService service, byte[] request) throws IOException {
    try (Socket socket = Http.connect(service)) {
      socket.setSoTimeout(2_000);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(request);
        socket.shutdownOutput();
        socket.getInputStream().transferTo(answer);
      } catch (SocketTimeoutException waiting) {
        return answer.toString(UTF_8);
      } catch (IOException hungUp) {
        return answer.toString(UTF_8);
      }
      return answer.toString(UTF_8);
    }
  }

  private static int status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static String shortened(byte[] request) {
    String text = new String(request, ISO_8859_1);
    return text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text;
  }
}
