package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the templates of one definition, in which many steps refer to the same few things. */
final class TemplateReader {
  /** By what they get. */
  private final Map<AttributeValue, Template> gets = new HashMap<>();

  private boolean hasMalformed;

  /** Whether an expression was malformed; its template is that of a constant. */
  boolean hasMalformed() {
    return hasMalformed;
  }

  Template read(AttributeValue value) {
    if (value instanceof ObjectValue object) {
      return object(object);
    }
    return value instanceof ListValue list ? parts(list.items()) : Template.CONSTANT;
  }

  private Template object(ObjectValue object) {
    AttributeValue get = Expression.got(object);
    if (get == null) {
      return evaluated(object).orElseGet(() -> parts(object.values()));
    }
    Template known = gets.get(get);
    if (known == null) {
      known = evaluated(object).orElseThrow();
      gets.put(get, known);
    }
    return known;
  }

  /** Empty where the object is plain data. */
  private Optional<Template> evaluated(ObjectValue object) {
    Either<String, Optional<Expression>> read = Expression.of(object);
    if (read.isLeft()) {
      hasMalformed = true;
      return Optional.of(Template.CONSTANT);
    }
    return read.get()
        .map(expression -> new Template.Evaluated(expression, inside(object, expression)));
  }

  private List<Expression> inside(ObjectValue object, Expression expression) {
    List<Expression> inside = new ArrayList<>();
    if (Expressions.mayHoldOthers(expression)) {
      for (AttributeValue operand : object.values()) {
        Expressions.visit(
            AttributePath.ROOT,
            operand,
            (path, read) -> {
              hasMalformed |= read.isLeft();
              read.forEach(inside::add);
            });
      }
    }
    return inside;
  }

  private Template parts(List<AttributeValue> values) {
    List<Template> parts = null;
    for (int i = 0; i < values.size(); i++) {
      Template part = read(values.get(i));
      if (parts == null && part != Template.CONSTANT) {
        parts = new ArrayList<>(Collections.nCopies(i, Template.CONSTANT));
      }
      if (parts != null) {
        parts.add(part);
      }
    }
    return parts == null ? Template.CONSTANT : new Template.Parts(parts);
  }
}
