package dev.stepcache.architecture.broken.domain;

import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Validation;

/** Breaks nothing. */
public record UsesEither(Either<String, Integer> answer) {
  public Validation<Seq<String>, Integer> twice() {
    return Validation.combine(answer.toValidation(), answer.toValidation()).ap(Integer::sum);
  }
}
