package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A served model, asked over HTTP as SageMaker asks a container. Closing it ends the program. */
final class ModelServer implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration PING = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 50;
  private static final int MOST_OF_AN_ERROR = 300;

  private final Workplace at;
  private final RunningJob program;
  private final URI root;
  private final long before;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(PING)
          .build();

  private ModelServer(Workplace at, RunningJob program, int port, long before) {
    this.at = at;
    this.program = program;
    this.root = URI.create("http://127.0.0.1:" + port);
    this.before = before;
  }

  /** Starts what serves a model, and waits until it is ready. */
  static ModelServer start(Workplace at, ServedModel model, Map<String, String> environment)
      throws IOException, InterruptedException, JobFailure {
    int port = at.freePort();
    Program program = at.serving(model, environment, port);
    long before = at.logged();
    ModelServer server = new ModelServer(at, program.start(), port, before);
    try {
      server.awaitPing();
      return server;
    } catch (IOException | InterruptedException | JobFailure | RuntimeException failed) {
      server.close();
      throw failed;
    }
  }

  private void awaitPing() throws IOException, InterruptedException, JobFailure {
    long deadline = System.nanoTime() + START.toNanos();
    while (!ping()) {
      requireAlive();
      if (System.nanoTime() > deadline) {
        throw new JobFailure(
            "the model's program did not answer GET /ping with 200 within %d s"
                .formatted(START.toSeconds()));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private boolean ping() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(root.resolve("/ping")).timeout(PING).build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * Asks the model once.
   *
   * @param headers {@code Content-Type} and {@code Accept}, as far as the request has them
   */
  byte[] invoke(byte[] payload, Map<String, String> headers, Duration timeout)
      throws IOException, InterruptedException, JobFailure {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(root.resolve("/invocations"))
            .timeout(timeout)
            .POST(BodyPublishers.ofByteArray(payload));
    headers.forEach(request::header);
    HttpResponse<byte[]> response;
    try {
      response = client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException broken) {
      requireAlive();
      throw new JobFailure("the model did not answer POST /invocations: " + broken);
    }
    if (response.statusCode() != 200) {
      byte[] body = response.body();
      String beginning =
          new String(Arrays.copyOf(body, Math.min(body.length, MOST_OF_AN_ERROR)), UTF_8).strip();
      throw new JobFailure(
          "the model answered POST /invocations with %d: %s"
              .formatted(response.statusCode(), beginning));
    }
    return response.body();
  }

  boolean isAlive() {
    return program.isAlive();
  }

  private void requireAlive() throws IOException, InterruptedException, JobFailure {
    if (!program.isAlive()) {
      int exitCode = program.await(Optional.of(PING)).orElse(0);
      throw at.failure(exitCode, program.trouble(exitCode), before);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    program.close();
  }
}
