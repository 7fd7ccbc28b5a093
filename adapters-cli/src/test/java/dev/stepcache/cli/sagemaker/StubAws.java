package dev.stepcache.cli.sagemaker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Services that speak AWS JSON 1.1, on loopback: each operation answers what it was told to, one
 * answer after the other and the last for ever. A function of Lambda is an operation by its path.
 */
public final class StubAws implements AutoCloseable {
  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Deque<Function<Call, Answer>>> answers = new ConcurrentHashMap<>();

  /** What was asked, in the order in which it was. */
  public record Call(String operation, ObjectValue request, String authorization) {}

  private record Answer(int status, Map<String, String> headers, String body) {}

  public StubAws() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public void answers(String operation, Function<Call, String> body) {
    next(operation, call -> new Answer(200, Map.of(), body.apply(call)));
  }

  public void answers(String operation, String... bodies) {
    for (String body : bodies) {
      answers(operation, call -> body);
    }
  }

  public void refuses(String operation, int status, String code, String message) {
    String body =
        "{\"__type\": \"com.amazonaws.sagemaker#%s\", \"message\": \"%s\"}"
            .formatted(code, message);
    next(operation, call -> new Answer(status, Map.of(), body));
  }

  void answersWith(String operation, Map<String, String> headers, String body) {
    next(operation, call -> new Answer(200, headers, body));
  }

  private void next(String operation, Function<Call, Answer> answer) {
    Deque<Function<Call, Answer>> queue =
        answers.computeIfAbsent(operation, name -> new ArrayDeque<>());
    synchronized (queue) {
      queue.add(answer);
    }
  }

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  public List<String> operations() {
    return calls.stream().map(Call::operation).toList();
  }

  public Call only(String operation) {
    List<Call> found = calls.stream().filter(call -> call.operation().equals(operation)).toList();
    if (found.size() != 1) {
      throw new AssertionError("one " + operation + " was expected: " + operations());
    }
    return found.get(0);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String operation = target == null ? exchange.getRequestURI().getRawPath() : target;
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      Call call =
          new Call(
              operation,
              (ObjectValue) JsonReader.readOwn(body),
              authorization == null ? "" : authorization);
      calls.add(call);
      Answer answer = answerTo(call);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] bytes = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Answer answerTo(Call call) {
    Deque<Function<Call, Answer>> queue = answers.get(call.operation());
    if (queue == null) {
      return new Answer(
          400, Map.of(), "{\"__type\": \"UnknownOperationException\", \"message\": \"unknown\"}");
    }
    synchronized (queue) {
      return (queue.size() > 1 ? queue.remove() : queue.element()).apply(call);
    }
  }
}
