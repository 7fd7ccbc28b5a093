package dev.stepcache.cli.runner;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.Optional;

/**
 * The places of the files that a check compares with, or of some of them.
 *
 * @param statistics of a QualityCheck only
 */
record Baseline(Optional<String> constraints, Optional<String> statistics) {

  /** This with those of another where this has none. */
  Baseline or(Baseline other) {
    return new Baseline(constraints.or(other::constraints), statistics.or(other::statistics));
  }

  ObjectValue toldIn(ObjectValue described, String prefix) {
    return described
        .with(prefix + "Constraints", told(constraints))
        .with(prefix + "Statistics", told(statistics));
  }

  private static AttributeValue told(Optional<String> uri) {
    return uri.<AttributeValue>map(AttributeValue::text).orElseGet(NullValue::new);
  }
}
