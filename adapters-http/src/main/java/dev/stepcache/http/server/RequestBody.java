package dev.stepcache.http.server;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** Reads what was sent with a call, up to a limit. */
final class RequestBody {
  private RequestBody() {}

  /**
   * All of it.
   *
   * @throws Refusal where it is longer than the limit, or not sent as HTTP has it
   */
  static byte[] read(ServerRequest request, ServerResponse response, long limit)
      throws IOException {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    OptionalLong announced = request.headers().contentLength();
    boolean asks = request.headers().containsToken(HeaderValues.EXPECT_100);
    try {
      if (asks && announced.orElse(0) > limit) {
        response.header(HeaderValues.CONNECTION_CLOSE);
        throw tooLong(limit);
      }
      InputStream in = request.content().inputStream();
      byte[] body = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
      if (body.length > limit) {
        // Who is still sending reads no answer: most of what comes is let come, for a while.
        in.skip(limit);
        response.header(HeaderValues.CONNECTION_CLOSE);
        throw tooLong(limit);
      }
      return body;
    } catch (Refusal | CloseConnectionException over) {
      throw over;
    } catch (RuntimeException malformed) {
      response.header(HeaderValues.CONNECTION_CLOSE);
      throw new Refusal(Refusal.Kind.BAD_REQUEST, "the body is not sent as HTTP/1.1 has it");
    }
  }

  private static Refusal tooLong(long limit) {
    return new Refusal(
        Refusal.Kind.TOO_LARGE,
        "the body is longer than the %d bytes that are read".formatted(limit));
  }
}
