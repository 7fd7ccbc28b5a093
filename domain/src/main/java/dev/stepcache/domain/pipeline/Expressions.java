package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.Expression.FileProperty;
import dev.stepcache.domain.step.StepName;
import io.vavr.control.Either;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The expressions within a value, those inside other expressions included; of a file property, only
 * the whole is one.
 */
final class Expressions {
  private Expressions() {}

  /** Shows every expression with its place; the left side where it is malformed. */
  static void visit(
      AttributePath path,
      AttributeValue value,
      BiConsumer<AttributePath, Either<String, Expression>> visitor) {
    switch (value) {
      case ListValue list -> {
        for (int i = 0; i < list.items().size(); i++) {
          visit(path.child(i), list.items().get(i), visitor);
        }
      }
      case ObjectValue object -> {
        Either<String, Optional<Expression>> read = Expression.of(object);
        if (read.isLeft()) {
          visitor.accept(path, Either.left(read.getLeft()));
        } else {
          read.get().ifPresent(expression -> visitor.accept(path, Either.right(expression)));
        }
        if (read.getOrElse(Optional.empty()).map(Expressions::mayHoldOthers).orElse(true)) {
          object.members().forEach((name, member) -> visit(path.child(name), member, visitor));
        }
      }
      default -> {}
    }
  }

  static boolean mayHoldOthers(Expression expression) {
    return switch (expression) {
      case Expression.Join j -> true;
      case Expression.ObjectProperty o -> true;
      case FileProperty f -> false;
      case Expression.Parameter p -> false;
      case Expression.Variable v -> false;
      case Expression.Property p -> false;
    };
  }

  /** Shows the places of expressions that stand in no other, malformed ones included. */
  static void outermost(AttributePath path, AttributeValue value, Consumer<AttributePath> visitor) {
    switch (value) {
      case ListValue list -> {
        for (int i = 0; i < list.items().size(); i++) {
          outermost(path.child(i), list.items().get(i), visitor);
        }
      }
      case ObjectValue object when isExpression(object) -> visitor.accept(path);
      case ObjectValue object ->
          object.members().forEach((name, member) -> outermost(path.child(name), member, visitor));
      default -> {}
    }
  }

  private static boolean isExpression(ObjectValue object) {
    return Expression.of(object).fold(malformed -> true, Optional::isPresent);
  }

  static Optional<StepName> stepOf(Expression expression) {
    return switch (expression) {
      case Expression.Property property -> Optional.of(property.step());
      case FileProperty property -> Optional.of(property.step());
      case Expression.Parameter p -> Optional.empty();
      case Expression.Variable v -> Optional.empty();
      case Expression.Join j -> Optional.empty();
      case Expression.ObjectProperty o -> Optional.empty();
    };
  }
}
