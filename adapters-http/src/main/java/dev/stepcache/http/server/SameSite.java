package dev.stepcache.http.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps web pages from using a service that asks nobody who they are (H3). A page of any site can
 * have its reader's browser call an address of that reader's machine; it can even have a name of
 * its own lead there, so the name counts too by which the service was called.
 */
final class SameSite {
  private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
  private static final Pattern LOOPBACK_ADDRESS = Pattern.compile("127(\\.\\d{1,3}){3}");
  private static final Set<Method> HARMLESS = Set.of(Method.GET, Method.HEAD, Method.OPTIONS);

  private SameSite() {}

  /**
   * Passes calls of programs, and of pages that this service made.
   *
   * @throws Refusal where another site is behind a call
   */
  static void check(ServerRequest request) {
    ServerRequestHeaders headers = request.headers();
    String host = headers.first(HeaderNames.HOST).orElse("").toLowerCase(Locale.ROOT);
    if (!isLoopback(withoutPort(host))) {
      throw refused("it was called as another host than this machine's own");
    }
    if (HARMLESS.contains(request.prologue().method())) {
      return;
    }
    headers
        .first(HeaderNames.ORIGIN)
        .filter(origin -> !isOf(origin.toLowerCase(Locale.ROOT), host))
        .ifPresent(foreign -> {
          throw refused("it was sent by a page of another site");
        });
    headers
        .first(FETCH_SITE)
        .filter("cross-site"::equalsIgnoreCase)
        .ifPresent(foreign -> {
          throw refused("it was sent by a page of another site");
        });
  }

  private static Refusal refused(String why) {
    return new Refusal(
        Refusal.Kind.FOREIGN_SITE,
        "the call is refused, as %s and access is not controlled here".formatted(why));
  }

  private static boolean isOf(String origin, String host) {
    return origin.equals("http://" + host) || origin.equals("https://" + host);
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  /** By its spelling alone: a name is not looked up, for it may lead here now and then only. */
  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || LOOPBACK_ADDRESS.matcher(host).matches();
  }
}
