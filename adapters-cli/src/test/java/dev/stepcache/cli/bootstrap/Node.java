package dev.stepcache.cli.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of {@code stepcache serve}, spoken to as the SDKs of AWS do. */
final class Node implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("serves at (\\S+);");

  private final Process process;
  private final Path told;
  private final String address;
  private final HttpClient client = HttpClient.newHttpClient();

  private Node(Process process, Path told, String address) {
    this.process = process;
    this.told = told;
    this.address = address;
  }

  /** Starts a node in a folder, on a free port; returns when it serves. */
  static Node start(Path folder, String... options) throws Exception {
    Path told = folder.resolve("told");
    Process process = process(folder, told, options);
    while (true) {
      Matcher address = ADDRESS.matcher(Files.readString(told));
      if (address.find()) {
        return new Node(process, told, address.group(1));
      }
      if (!process.isAlive()) {
        throw new IllegalStateException(Files.readString(told));
      }
      Thread.sleep(20);
    }
  }

  /** Starts a node that refuses to serve; answers its exit code, a colon and what it says. */
  static String refused(Path folder, String... options) throws Exception {
    Path told = folder.resolve("refused");
    int exitCode = process(folder, told, options).waitFor();
    return exitCode + ": " + Files.readString(told);
  }

  private static Process process(Path folder, Path told, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("serve", "--log", "access.log"));
    words.addAll(List.of(options));
    if (!words.contains("--port")) {
      words.addAll(List.of("--port", "0"));
    }
    Files.writeString(told, "");
    return new ProcessBuilder(CliProcess.command(words.toArray(String[]::new)))
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(told.toFile())
        .start();
  }

  String address() {
    return address;
  }

  /** What it said since it was started. */
  String told() throws IOException {
    return Files.readString(told);
  }

  /** Calls an operation, which must succeed. */
  ObjectValue call(String operation, Map<String, AttributeValue> input) throws Exception {
    HttpResponse<String> answer = answer(operation, input);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(operation + ": " + answer.body());
    }
    return JsonReader.readOwn(answer.body()).asObject().orElseThrow();
  }

  HttpResponse<String> answer(String operation, Map<String, AttributeValue> input)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", "SageMaker." + operation)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    CanonicalJson.text(AttributeValue.object(input)), UTF_8))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
  }

  /** Asks it to end, and answers its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it goes on");
    }
    return process.exitValue();
  }

  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    client.close();
    kill();
  }
}
