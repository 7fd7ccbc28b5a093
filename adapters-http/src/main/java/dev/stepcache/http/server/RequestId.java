package dev.stepcache.http.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.UUID;
import java.util.regex.Pattern;

/** What a call is named: as the caller names it where that is sane, or else anew. */
final class RequestId {
  static final HeaderName HEADER = HeaderNames.create("X-Request-Id");

  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private RequestId() {}

  static String of(Headers headers) {
    return headers
        .first(HEADER)
        .filter(given -> SANE.matcher(given).matches())
        .orElseGet(() -> UUID.randomUUID().toString());
  }
}
