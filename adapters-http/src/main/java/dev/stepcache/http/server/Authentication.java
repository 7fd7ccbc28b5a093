package dev.stepcache.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.access.Caller;
import dev.stepcache.application.access.Callers;
import dev.stepcache.application.access.Credentials;
import dev.stepcache.domain.access.PrincipalName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;

/** Finds out who calls (H3). */
final class Authentication {
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private final AccessPolicy policy;
  private final Callers callers;
  private final Credentials credentials;
  private final SignatureCheck signatures;

  @Inject
  Authentication(
      AccessPolicy policy, Callers callers, Credentials credentials, SignatureCheck signatures) {
    this.policy = policy;
    this.callers = callers;
    this.credentials = credentials;
    this.signatures = signatures;
  }

  /**
   * Who calls; anybody, where nobody has to prove it.
   *
   * @throws Refusal where it is not proven
   */
  Caller caller(ServerRequest request, byte[] body) {
    return policy.isControlled() ? callers.of(proven(request, body)) : callers.anybody();
  }

  private PrincipalName proven(ServerRequest request, byte[] body) {
    List<String> given = request.headers().all(HeaderNames.AUTHORIZATION, List::of);
    if (given.size() > 1) {
      throw new Refusal(Refusal.Kind.BAD_REQUEST, "there are several Authorization headers");
    }
    if (given.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.NO_CREDENTIALS,
          isPresigned(request)
              ? "presigned URLs are not accepted: sign with an Authorization header"
              : "the Authorization header is missing: a bearer token, or a signature");
    }
    String header = given.get(0).strip();
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return holder(header.substring(BEARER.length()).strip());
    }
    return header.regionMatches(true, 0, BASIC, 0, BASIC.length())
        ? reader(request, header.substring(BASIC.length()).strip())
        : signatures.signer(request, body, header);
  }

  /**
   * Whoever reads pages with a browser, which asks for a name and a password: the token is the
   * password, whatever the name. A browser sends both along with whatever any page has it call, so
   * nothing is changed by these calls.
   */
  private PrincipalName reader(ServerRequest request, String encoded) {
    Method method = request.prologue().method();
    if (!method.equals(Method.GET) && !method.equals(Method.HEAD)) {
      throw new Refusal(
          Refusal.Kind.UNKNOWN_CREDENTIALS,
          "with a name and a password one only reads: send the token as Bearer");
    }
    try {
      String both = new String(Base64.getDecoder().decode(encoded), UTF_8);
      return holder(both.substring(both.indexOf(':') + 1));
    } catch (IllegalArgumentException noBase64) {
      throw new Refusal(Refusal.Kind.BAD_REQUEST, "the Authorization header is malformed");
    }
  }

  private PrincipalName holder(String token) {
    return credentials
        .holder(token)
        .orElseThrow(
            () -> new Refusal(Refusal.Kind.UNKNOWN_CREDENTIALS, "the bearer token is not known"));
  }

  private static boolean isPresigned(ServerRequest request) {
    return request.prologue().query().contains("X-Amz-Signature");
  }
}
