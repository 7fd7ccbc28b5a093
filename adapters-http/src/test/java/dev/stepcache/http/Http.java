package dev.stepcache.http;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Talks to a service byte by byte, so that nothing is put right on the way. */
public final class Http {
  private Http() {}

  /**
   * An answer.
   *
   * @param head the status line and the headers
   */
  public record Answer(int status, String head, String body) {
    public ObjectValue json() {
      return (ObjectValue) JsonReader.readOwn(body);
    }

    /** The value of a header; empty where there is none. */
    public String header(String name) {
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /** Sends lines of a head, with Host and Connection added, and a body. */
  public static Answer call(TestService service, String head, String body) throws IOException {
    int port = service.uri("/").getPort();
    String host = head.contains("\nHost:") ? "" : "\nHost: 127.0.0.1:" + port;
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String length = bytes.length == 0 ? "" : "\nContent-Length: " + bytes.length;
    String whole = head + host + length + "\nConnection: close\n\n";
    return raw(service, whole.replace("\n", "\r\n") + body);
  }

  public static Answer call(TestService service, String head) throws IOException {
    return call(service, head, "");
  }

  /** Sends exactly this. */
  public static Answer raw(TestService service, String text) throws IOException {
    try (Socket socket = connect(service)) {
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return read(socket.getInputStream());
    }
  }

  public static Socket connect(TestService service) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.uri("/").getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Reads to the end. */
  public static Answer read(InputStream in) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    String head = end < 0 ? text : text.substring(0, end);
    int status = head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0;
    return new Answer(status, head, end < 0 ? "" : text.substring(end + 4));
  }
}
