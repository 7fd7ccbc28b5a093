package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where the expressions of a value are, and which they are: found out once, when a definition is
 * read, for all that ask later. It does not hold the value itself, so that equal parts are one.
 */
public abstract sealed class Template {
  /** Of a value without expressions. */
  static final Template CONSTANT = new Constant();

  private Template() {}

  /**
   * The value with its expressions replaced.
   *
   * @param written the value that this was read from
   * @param values gives the value of each expression that stands in no other
   */
  abstract AttributeValue fill(AttributeValue written, Function<Expression, AttributeValue> values);

  /** Shows every expression, those inside other expressions included. */
  abstract void visit(Consumer<Expression> visitor);

  static final class Constant extends Template {
    private Constant() {}

    @Override
    AttributeValue fill(AttributeValue written, Function<Expression, AttributeValue> values) {
      return written;
    }

    @Override
    void visit(Consumer<Expression> visitor) {}
  }

  /** Of an expression. */
  static final class Evaluated extends Template {
    private final Expression expression;
    private final List<Expression> inside;

    /**
     * @param inside the expressions within this one
     */
    Evaluated(Expression expression, List<Expression> inside) {
      this.expression = expression;
      this.inside = inside;
    }

    @Override
    AttributeValue fill(AttributeValue written, Function<Expression, AttributeValue> values) {
      return values.apply(expression);
    }

    @Override
    void visit(Consumer<Expression> visitor) {
      visitor.accept(expression);
      inside.forEach(visitor);
    }
  }

  /** Of a list or an object that has expressions in its parts. */
  static final class Parts extends Template {
    private final List<Template> parts;

    /**
     * @param parts one for each item, or for each member in the order of their names
     */
    Parts(List<Template> parts) {
      this.parts = parts;
    }

    @Override
    AttributeValue fill(AttributeValue written, Function<Expression, AttributeValue> values) {
      return written instanceof ObjectValue object
          ? object.withValues(filled(object.values(), values))
          : new ListValue(filled(written.items(), values));
    }

    private List<AttributeValue> filled(
        List<AttributeValue> written, Function<Expression, AttributeValue> values) {
      List<AttributeValue> filled = new ArrayList<>(parts.size());
      for (int i = 0; i < parts.size(); i++) {
        filled.add(parts.get(i).fill(written.get(i), values));
      }
      return filled;
    }

    @Override
    void visit(Consumer<Expression> visitor) {
      for (int i = 0; i < parts.size(); i++) {
        parts.get(i).visit(visitor);
      }
    }
  }
}
