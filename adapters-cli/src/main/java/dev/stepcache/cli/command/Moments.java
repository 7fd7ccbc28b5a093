package dev.stepcache.cli.command;

import dev.stepcache.application.json.Durations;
import dev.stepcache.application.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Instants and spans of time as text. */
final class Moments {
  private Moments() {}

  /** How long ago something was; what has yet to come is told by its date. */
  static String ago(Instant then, Instant now) {
    return then.isAfter(now)
        ? JsonObject.instant(then)
        : Durations.spoken(Duration.between(then, now)) + " ago";
  }

  /** How long something took; nothing while it goes on. */
  static String took(Instant start, Optional<Instant> end) {
    return end.map(at -> Durations.spoken(Duration.between(start, at))).orElse("");
  }
}
