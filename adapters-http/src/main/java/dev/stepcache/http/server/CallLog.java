package dev.stepcache.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.service.ServiceSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** What was called and what came of it, a JSON object a line; neither queries nor headers. */
@Singleton
final class CallLog {
  private final PrintStream out;
  private final InstantSource clock;

  @Inject
  CallLog(ServiceSettings settings) {
    this.out = settings.log();
    this.clock = settings.system();
  }

  /**
   * One call.
   *
   * @param principal who asked, where that is known
   * @param path without its query, and without what is secret in it
   */
  record Line(
      String id,
      Optional<String> principal,
      String method,
      String path,
      int status,
      Duration time,
      long bytes) {}

  void write(Line line) {
    out.println(
        new JsonObject()
            .put("time", clock.instant())
            .put("id", line.id())
            .putText("principal", line.principal())
            .put("method", line.method())
            .put("path", readable(line.path()))
            .put("status", line.status())
            .put("millis", line.time().toMillis())
            .put("bytes", line.bytes())
            .compact());
  }

  /** A fault of ours, which the caller learns nothing of but the id. */
  void fault(String id, Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    out.println(
        new JsonObject()
            .put("time", clock.instant())
            .put("id", id)
            .put("fault", readable(trace.toString()))
            .compact());
  }

  /** Lone surrogates, which would be no JSON, are question marks in UTF-8. */
  private static String readable(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
