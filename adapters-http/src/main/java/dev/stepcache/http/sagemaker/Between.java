package dev.stepcache.http.sagemaker;

import java.time.Instant;
import java.util.Optional;

/** The time in which what is listed was made: from one instant on, and before another. */
record Between(Optional<Instant> from, Optional<Instant> before) {

  /** As a request wants it. */
  static Between of(Members members) {
    return new Between(members.instant("CreatedAfter"), members.instant("CreatedBefore"));
  }

  boolean holds(Instant instant) {
    return from.map(first -> !instant.isBefore(first)).orElse(true)
        && before.map(instant::isBefore).orElse(true);
  }
}
