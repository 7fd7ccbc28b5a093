package dev.stepcache.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.http.page.Frame.Sheet;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is sent to a browser. It may run and load what this service serves and nothing else, keeps
 * no copy of what was shown, and tells no other site where it was.
 *
 * @param noted what is to be kept in the audit log before anything of it is shown (H3)
 */
record Sent(int status, String type, String caching, Body body, Runnable noted) {
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
  private static final HeaderName REFERRER_POLICY = HeaderNames.create("Referrer-Policy");
  private static final HeaderName CONTENT_TYPE_OPTIONS =
      HeaderNames.create("X-Content-Type-Options");
  private static final HeaderName CONTENT_SECURITY_POLICY =
      HeaderNames.create("Content-Security-Policy");
  private static final String KEPT_NOWHERE = "no-store";
  private static final String KEPT_FOR_GOOD = "public, max-age=31536000, immutable";

  /** Where the bytes are. */
  sealed interface Body {
    record Whole(String text) implements Body {}

    record File(Path path) implements Body {}
  }

  static Sent page(int status, Sheet sheet) {
    return new Sent(
        status,
        "text/html; charset=utf-8",
        KEPT_NOWHERE,
        new Body.Whole(Frame.document(sheet)),
        () -> {});
  }

  static Sent log(Path file) {
    return new Sent(200, "text/plain; charset=utf-8", KEPT_NOWHERE, new Body.File(file), () -> {});
  }

  static Sent file(StaticFile file) {
    return new Sent(200, file.type(), KEPT_FOR_GOOD, new Body.Whole(file.content()), () -> {});
  }

  /** The same, with what is to be noted first. */
  Sent after(Runnable note) {
    return new Sent(status, type, caching, body, note);
  }

  void to(ServerRequest request, ServerResponse response) {
    response.header(CONTENT_SECURITY_POLICY, POLICY);
    response.header(CONTENT_TYPE_OPTIONS, "nosniff");
    response.header(REFERRER_POLICY, "no-referrer");
    response.header(HeaderNames.CACHE_CONTROL, caching);
    response.header(HeaderNames.CONTENT_TYPE, type);
    response.status(Status.create(status));
    switch (body) {
      case Body.Whole(String text) -> send(text, request, response);
      case Body.File(Path path) -> {
        noted.run();
        stream(path, response);
      }
    }
  }

  /** Sends a page unless it is the one that the browser shows already. */
  private void send(String text, ServerRequest request, ServerResponse response) {
    byte[] bytes = text.getBytes(UTF_8);
    String tag = tag(bytes);
    response.header(HeaderNames.ETAG, tag);
    if (request.headers().first(HeaderNames.IF_NONE_MATCH).filter(tag::equals).isPresent()) {
      response.status(Status.NOT_MODIFIED_304).send();
      return;
    }
    noted.run();
    response.send(bytes);
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static void stream(Path file, ServerResponse response) {
    try (OutputStream out = response.outputStream()) {
      Files.copy(file, out);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
