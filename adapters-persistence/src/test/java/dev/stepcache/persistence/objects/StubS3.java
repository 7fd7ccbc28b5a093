package dev.stepcache.persistence.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * As much of S3 as stepcache asks for, on loopback: objects are put, read, deleted and listed, a
 * few at a time. A bucket is there once something was put into it; the one named {@code denied} is
 * somebody else's.
 */
public final class StubS3 implements AutoCloseable {
  private static final int PAGE = 3;

  /** What was asked, as method and path with query. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final HttpServer server;
  private volatile boolean down;
  private volatile Runnable meanwhile = () -> {};

  public StubS3() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The variables that lead here. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_REGION", "eu-west-1",
        "AWS_ACCESS_KEY_ID", "key",
        "AWS_SECRET_ACCESS_KEY", "secret",
        "AWS_ENDPOINT_URL_S3", address().toString());
  }

  public void put(String uri, String content) {
    objects.put(uri.substring("s3://".length()), content.getBytes(UTF_8));
  }

  public void delete(String uri) {
    objects.remove(uri.substring("s3://".length()));
  }

  /** What happens between the next request to delete and its being carried out. */
  void beforeDelete(Runnable meanwhile) {
    this.meanwhile = meanwhile;
  }

  public void setDown(boolean isDown) {
    down = isDown;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath().substring(1);
      String bucket = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
      String signature = exchange.getRequestHeaders().getFirst("Authorization");
      if (down) {
        fault(exchange, 500, "InternalError");
      } else if (signature == null || !signature.startsWith("AWS4-HMAC-SHA256 ")) {
        fault(exchange, 403, "AccessDenied");
      } else if (bucket.equals("denied")) {
        fault(exchange, 403, "AccessDenied");
      } else if (exchange.getRequestMethod().equals("PUT")) {
        boolean onlyNew = exchange.getRequestHeaders().containsKey("If-None-Match");
        if (onlyNew && objects.putIfAbsent(path, body) != null) {
          fault(exchange, 412, "PreconditionFailed");
          return;
        }
        objects.put(path, body);
        exchange.getResponseHeaders().set("ETag", etag(body));
        send(exchange, 200, new byte[0]);
      } else if (objects.ceilingKey(bucket + "/") == null
          || !objects.ceilingKey(bucket + "/").startsWith(bucket + "/")) {
        fault(exchange, 404, "NoSuchBucket");
      } else if (path.equals(bucket) || path.equals(bucket + "/")) {
        list(exchange, bucket);
      } else if (exchange.getRequestMethod().equals("DELETE")) {
        delete(exchange, path);
      } else if (objects.containsKey(path)) {
        exchange.getResponseHeaders().set("ETag", etag(objects.get(path)));
        send(exchange, 200, objects.get(path));
      } else {
        fault(exchange, 404, "NoSuchKey");
      }
    }
  }

  private void delete(HttpExchange exchange, String path) throws IOException {
    meanwhile.run();
    byte[] content = objects.get(path);
    String expected = exchange.getRequestHeaders().getFirst("If-Match");
    if (content != null && expected != null && !expected.equals(etag(content))) {
      fault(exchange, 412, "PreconditionFailed");
      return;
    }
    objects.remove(path);
    exchange.sendResponseHeaders(204, -1);
  }

  private void list(HttpExchange exchange, String bucket) throws IOException {
    Map<String, String> query = query(exchange.getRequestURI());
    String prefix = query.getOrDefault("prefix", "");
    String delimiter = query.getOrDefault("delimiter", "");
    int most = Math.min(PAGE, Integer.parseInt(query.getOrDefault("max-keys", "1000")));
    String from = query.getOrDefault("continuation-token", "");
    List<String> keys =
        objects.keySet().stream()
            .filter(name -> name.startsWith(bucket + "/" + prefix))
            .map(name -> name.substring(bucket.length() + 1))
            .filter(key -> key.compareTo(from) >= 0)
            .filter(
                key -> delimiter.isEmpty() || !key.substring(prefix.length()).contains(delimiter))
            .toList();
    StringBuilder xml =
        new StringBuilder(
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                + "<EncodingType>url</EncodingType>");
    keys.stream()
        .limit(most)
        .forEach(key -> {
          byte[] content = objects.getOrDefault(bucket + "/" + key, new byte[0]);
          xml.append(
              "<Contents><Key>%s</Key><ETag>%s</ETag><Size>%d</Size></Contents>"
                  .formatted(URLEncoder.encode(key, UTF_8), etag(content), content.length));
        });
    boolean more = keys.size() > most;
    xml.append("<IsTruncated>").append(more).append("</IsTruncated>");
    if (more) {
      xml.append("<NextContinuationToken>")
          .append(keys.get(most))
          .append("</NextContinuationToken>");
    }
    send(exchange, 200, xml.append("</ListBucketResult>").toString().getBytes(UTF_8));
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new TreeMap<>();
    for (String part : uri.getRawQuery().split("&", -1)) {
      String[] sides = part.split("=", 2);
      query.put(sides[0], sides.length > 1 ? URLDecoder.decode(sides[1], UTF_8) : "");
    }
    return query;
  }

  private static void fault(HttpExchange exchange, int status, String code) throws IOException {
    String xml = "<Error><Code>%s</Code><Message>%s it is</Message></Error>".formatted(code, code);
    send(exchange, status, xml.getBytes(UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static String etag(byte[] content) {
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(content);
      return "\"" + HexFormat.of().formatHex(md5) + "\"";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
