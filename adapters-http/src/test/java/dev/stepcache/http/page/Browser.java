package dev.stepcache.http.page;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** A Chromium of its own, without a window, that is told by its DevTools protocol what to do. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<ObjectValue>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final AtomicLong loads = new AtomicLong();
  private Optional<String> session = Optional.empty();

  /**
   * @param profile an empty folder
   */
  Browser(Path profile) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("chromium"));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--remote-debugging-port=0",
            "--window-size=1200,900",
            "--user-data-dir=" + profile,
            "about:blank"));
    this.process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile())
            .start();
    Path told = profile.resolve("DevToolsActivePort");
    await(() -> process.isAlive() && Files.exists(told) && lines(told).size() == 2);
    URI address =
        URI.create("ws://127.0.0.1:%s%s".formatted(lines(told).get(0), lines(told).get(1)));
    this.socket = http.newWebSocketBuilder().buildAsync(address, new Listener()).join();
    openTab();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException notYet) {
      return List.of();
    }
  }

  private void openTab() {
    String target =
        text(call("Target.createTarget", new JsonObject().put("url", "about:blank")), "targetId");
    session =
        Optional.of(
            text(
                call(
                    "Target.attachToTarget",
                    new JsonObject().put("targetId", target).put("flatten", true)),
                "sessionId"));
    for (String domain : List.of("Page", "Runtime", "Log")) {
      call(domain + ".enable", new JsonObject());
    }
  }

  private static String text(ObjectValue of, String member) {
    return of.textMember(member).orElseThrow();
  }

  /** Tells the browser something, and answers what it answers. */
  ObjectValue call(String method, JsonObject parameters) {
    long id = ids.incrementAndGet();
    CompletableFuture<ObjectValue> answer = new CompletableFuture<>();
    answers.put(id, answer);
    JsonObject message =
        new JsonObject()
            .put("id", id)
            .put("method", method)
            .put("params", parameters)
            .putText("sessionId", session);
    socket.sendText(message.compact(), true).join();
    return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Opens a page, and returns when it has loaded. */
  void open(URI address) {
    long before = loads.get();
    call("Page.navigate", new JsonObject().put("url", address.toString()));
    await(() -> loads.get() > before);
  }

  /** The value of an expression in the page, as text. */
  String evaluate(String expression) {
    ObjectValue result =
        call(
            "Runtime.evaluate",
            new JsonObject()
                .put("expression", "String(" + expression + ")")
                .put("returnByValue", true));
    return result
        .objectMember("result")
        .flatMap(value -> value.textMember("value"))
        .orElseThrow(
            () -> new AssertionError(expression + " came to " + JsonObject.pretty(result)));
  }

  void press(String key) {
    for (String type : List.of("keyDown", "keyUp")) {
      JsonObject event = new JsonObject().put("type", type).put("key", key).put("code", key);
      if (key.equals("Tab")) {
        event.put("windowsVirtualKeyCode", 9);
      }
      if (key.equals("Enter")) {
        event.put("windowsVirtualKeyCode", 13).put("text", "\r");
      }
      call("Input.dispatchKeyEvent", event);
    }
  }

  void prefer(String colorScheme) {
    call(
        "Emulation.setEmulatedMedia",
        new JsonObject()
            .put(
                "features",
                List.of(
                    new JsonObject().put("name", "prefers-color-scheme").put("value", colorScheme),
                    new JsonObject()
                        .put("name", "prefers-reduced-motion")
                        .put("value", "reduce"))));
  }

  void runScripts(boolean run) {
    call("Emulation.setScriptExecutionDisabled", new JsonObject().put("value", !run));
  }

  void resize(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        new JsonObject()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  /** The whole page as a picture (PNG). */
  byte[] picture() {
    ObjectValue answer =
        call("Page.captureScreenshot", new JsonObject().put("captureBeyondViewport", true));
    return Base64.getDecoder().decode(text(answer, "data"));
  }

  /** What the browser found wrong with pages: errors of scripts, refused loads, missing files. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come within " + PATIENCE);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new AssertionError(stop);
      }
    }
  }

  private void take(ObjectValue message) {
    Optional<BigDecimal> id =
        message
            .member("id")
            .flatMap(value ->
                value instanceof NumberValue(BigDecimal number)
                    ? Optional.of(number)
                    : Optional.empty());
    if (id.isPresent()) {
      CompletableFuture<ObjectValue> answer =
          Objects.requireNonNull(answers.remove(id.get().longValueExact()));
      message
          .objectMember("error")
          .ifPresentOrElse(
              error -> answer.completeExceptionally(new AssertionError(JsonObject.pretty(error))),
              () -> answer.complete(message.objectMember("result").orElse(ObjectValue.EMPTY)));
      return;
    }
    ObjectValue parameters = message.objectMember("params").orElse(ObjectValue.EMPTY);
    switch (message.textMember("method").orElse("")) {
      case "Page.loadEventFired" -> loads.incrementAndGet();
      case "Runtime.exceptionThrown" -> complaints.add(JsonObject.pretty(parameters));
      case "Log.entryAdded" -> complaints.add(JsonObject.pretty(parameters));
      case "Runtime.consoleAPICalled" -> complaints.add(JsonObject.pretty(parameters));
      default -> {}
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        AttributeValue message = JsonReader.readOwn(part.toString());
        part.setLength(0);
        message.asObject().ifPresent(Browser.this::take);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
