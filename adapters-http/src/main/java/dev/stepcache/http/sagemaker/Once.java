package dev.stepcache.http.sagemaker;

import dev.stepcache.application.port.Agreements;
import dev.stepcache.application.port.Agreements.Claim;
import dev.stepcache.application.port.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Has requests that may be sent again done once. What such a request will have done is agreed on
 * under its token before it is done; whoever meets the token again, here or elsewhere, does what is
 * still left of it, and answers the same.
 */
@Singleton
final class Once {
  private static final String TOKEN = "ClientRequestToken";
  private static final Duration KEPT = Duration.ofDays(2);
  private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);

  private final Agreements agreements;
  private final InstantSource clock;
  private final AtomicReference<Instant> cleaned = new AtomicReference<>(Instant.EPOCH);

  @Inject
  Once(Store store) {
    this.agreements = store.agreements();
    this.clock = store.history().clock();
  }

  /** Reads the token of a request. */
  static String token(Request request) {
    return request.members().needText(TOKEN, TextRule.TOKEN);
  }

  /**
   * What a request comes to, which is the same whenever it is sent.
   *
   * @param intended what is to be done; it is asked only where nobody has told it yet, and refuses
   *     what cannot be done
   */
  String agreed(Request request, String token, Supplier<String> intended) {
    String scope = request.operation() + "/" + request.caller().name();
    String digest = request.digestWithout(TOKEN);
    Optional<Claim> known = agreements.claimed(scope, token);
    Claim kept =
        known.isPresent()
            ? known.get()
            : agreements.claim(scope, token, new Claim(digest, intended.get()), now());
    if (!kept.request().equals(digest)) {
      throw AwsError.conflict(
          "ClientRequestToken %s was sent before, with another request".formatted(token));
    }
    return kept.answer();
  }

  private Instant now() {
    Instant now = clock.instant();
    Instant last = cleaned.get();
    if (last.isBefore(now.minus(BETWEEN_CLEANINGS)) && cleaned.compareAndSet(last, now)) {
      agreements.forgetClaims(now.minus(KEPT));
    }
    return now;
  }
}
