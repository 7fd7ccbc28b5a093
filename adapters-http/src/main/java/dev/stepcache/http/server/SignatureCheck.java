package dev.stepcache.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.temporal.ChronoUnit.SECONDS;

import dev.stepcache.application.access.Credentials;
import dev.stepcache.application.access.Credentials.SigningKey;
import dev.stepcache.application.service.ServiceSettings;
import dev.stepcache.domain.access.PrincipalName;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Checks requests that are signed as those to Amazon's services are (SigV4, H3). */
final class SignatureCheck {
  private static final String SERVICE = "sagemaker";
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final HeaderName DATE = HeaderNames.create("X-Amz-Date");
  private static final HeaderName SESSION = HeaderNames.create("X-Amz-Security-Token");
  private static final HeaderName DIGEST = HeaderNames.create("X-Amz-Content-Sha256");
  private static final DateTimeFormatter DATE_FORMAT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

  private final Credentials credentials;
  private final InstantSource clock;
  private final String region;

  @Inject
  SignatureCheck(Credentials credentials, ServiceSettings settings) {
    this.credentials = credentials;
    this.clock = settings.system();
    this.region = settings.region();
  }

  /**
   * Whose request this is.
   *
   * @param authorization its header of this name
   * @throws Refusal where that is not proven
   */
  PrincipalName signer(ServerRequest request, byte[] body, String authorization) {
    SignedHeader signed = SignedHeader.read(authorization);
    SignedRequest signedRequest = SignedRequest.of(request, body);
    checkScope(signed);
    checkHeaders(signed, signedRequest);
    String date = request.headers().first(DATE).orElse("");
    checkDate(signed, date);
    checkBody(request.headers(), signedRequest.bodyDigest());
    SigningKey key =
        credentials
            .signingKey(signed.keyId())
            .orElseThrow(() ->
                new Refusal(
                    Refusal.Kind.UNKNOWN_CREDENTIALS,
                    "the access key of the request is not known"));
    String expected = signedRequest.signature(signed, date, key.secret());
    if (!MessageDigest.isEqual(
        expected.getBytes(US_ASCII), signed.signature().getBytes(US_ASCII))) {
      throw wrong("it does not match the request: check the secret and how it was signed");
    }
    return key.principal();
  }

  private void checkScope(SignedHeader signed) {
    if (!signed.service().equals(SERVICE) || !signed.region().equals(region)) {
      throw wrong("it is for another service or region than %s in %s".formatted(SERVICE, region));
    }
  }

  private static void checkHeaders(SignedHeader signed, SignedRequest request) {
    if (request.headers().contains(SESSION)) {
      throw new Refusal(
          Refusal.Kind.UNKNOWN_CREDENTIALS,
          "session tokens are not known here: use an access key of this service");
    }
    request.decisiveHeaders().stream()
        .filter(name -> !signed.signedHeaders().contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw wrong("the header %s has to be signed".formatted(name));
        });
  }

  private void checkDate(SignedHeader signed, String date) {
    Instant at;
    try {
      at = LocalDateTime.parse(date, DATE_FORMAT).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException malformed) {
      throw new Refusal(
          Refusal.Kind.INCOMPLETE_SIGNATURE, "X-Amz-Date is missing or not like 20260131T120000Z");
    }
    if (!date.startsWith(signed.day())) {
      throw wrong("the day of its scope is not that of X-Amz-Date");
    }
    Instant now = clock.instant();
    if (Duration.between(at, now).abs().compareTo(SKEW) > 0) {
      throw new Refusal(
          Refusal.Kind.EXPIRED,
          "the request was signed at %s, over %d minutes from now, which is %s"
              .formatted(at, SKEW.toMinutes(), now.truncatedTo(SECONDS)));
    }
  }

  private static void checkBody(Headers headers, String digest) {
    headers
        .first(DIGEST)
        .filter(told -> !told.equals(digest))
        .ifPresent(other -> {
          throw wrong("X-Amz-Content-Sha256 is not the digest of the body");
        });
  }

  private static Refusal wrong(String why) {
    return new Refusal(Refusal.Kind.WRONG_SIGNATURE, "the signature is refused: " + why);
  }
}
