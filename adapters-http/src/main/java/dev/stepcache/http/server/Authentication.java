package dev.stepcache.http.server;

import dev.stepcache.application.access.Caller;
import dev.stepcache.application.access.Callers;
import dev.stepcache.application.access.Credentials;
import dev.stepcache.domain.access.PrincipalName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import jakarta.inject.Inject;
import java.util.List;

/** Finds out who calls (H3). */
final class Authentication {
  private static final String BEARER = "Bearer ";

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
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? holder(header.substring(BEARER.length()).strip())
        : signatures.signer(request, body, header);
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
