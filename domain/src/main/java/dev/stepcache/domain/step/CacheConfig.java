package dev.stepcache.domain.step;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.expiry.ExpireAfter;
import io.vavr.control.Either;
import java.util.Optional;

/** Whether the author of a step wants its runs reused, and how old they may be (R1, R2). */
public sealed interface CacheConfig {

  /** Not wanted, or nothing said: caching is opt-in. */
  record Disabled() implements CacheConfig {}

  record Enabled(ExpireAfter expireAfter) implements CacheConfig {}

  /**
   * What is wrong with a CacheConfig.
   *
   * @param path the place within the step
   */
  record Invalid(AttributePath path, String message) {}

  /** Reads the CacheConfig of a step; ExpireAfter is not looked at unless Enabled is true (R1). */
  static Either<Invalid, CacheConfig> of(ObjectValue step) {
    AttributePath path = AttributePath.of("CacheConfig");
    Optional<AttributeValue> config = step.member("CacheConfig");
    if (config.isEmpty()) {
      return Either.right(new Disabled());
    }
    if (!(config.get() instanceof ObjectValue object)) {
      return invalid(path, "CacheConfig is no object");
    }
    return switch (object.members().get("Enabled")) {
      case null -> Either.right(new Disabled());
      case BooleanValue(boolean enabled) ->
          enabled ? enabled(object, path.child("ExpireAfter")) : Either.right(new Disabled());
      default -> invalid(path.child("Enabled"), "Enabled is neither true nor false");
    };
  }

  private static Either<Invalid, CacheConfig> enabled(ObjectValue config, AttributePath path) {
    return switch (config.members().get("ExpireAfter")) {
      case null ->
          invalid(path, "caching is enabled, so ExpireAfter must say how old a run may be");
      case TextValue text ->
          ExpireAfter.parse(text.text())
              .<Invalid>mapLeft(error -> new Invalid(path, error.message()))
              .map(Enabled::new);
      default -> invalid(path, "ExpireAfter is no text");
    };
  }

  private static Either<Invalid, CacheConfig> invalid(AttributePath path, String message) {
    return Either.left(new Invalid(path, message));
  }
}
