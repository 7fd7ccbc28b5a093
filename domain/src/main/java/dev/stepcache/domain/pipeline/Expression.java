package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.step.StepName;
import io.vavr.control.Either;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object that stands for a value known only when the pipeline runs: one that has the single
 * member {@code Get}, {@code Std:Join} or {@code Std:JsonGet}.
 */
public sealed interface Expression {

  /** Of an object that is none. */
  Either<String, Optional<Expression>> PLAIN = Either.right(Optional.empty());

  /** {@code Parameters.name}. */
  record Parameter(String name) implements Expression {}

  /** {@code Execution.name}. */
  record Variable(ExecutionVariable variable) implements Expression {}

  /** {@code Steps.name.path}, a path into the described job. */
  record Property(StepName step, PropertyPath path) implements Expression {}

  /** {@code Std:Join}: the values as text, with a separator between them. */
  record Join(String on, List<AttributeValue> values) implements Expression {
    public Join {
      values = List.copyOf(values);
    }
  }

  /** {@code Std:JsonGet} of a file that a Processing step wrote. */
  record FileProperty(StepName step, String file, PropertyPath path) implements Expression {}

  /** {@code Std:JsonGet} of any object. */
  record ObjectProperty(AttributeValue uri, PropertyPath path) implements Expression {}

  /**
   * The expression that an object is; none when it is plain data; the left side says what is bad.
   */
  static Either<String, Optional<Expression>> of(ObjectValue object) {
    return object.members().size() == 1 ? ofOnly(object.members()) : PLAIN;
  }

  /** What an object gets that has {@code Get} as its only member; null of any other. */
  static @Nullable AttributeValue got(ObjectValue object) {
    return object.members().size() == 1 ? object.members().get("Get") : null;
  }

  /** The names are asked for one by one: most members are none of them, and need not say theirs. */
  private static Either<String, Optional<Expression>> ofOnly(Map<String, AttributeValue> member) {
    AttributeValue get = member.get("Get");
    if (get != null) {
      return get(get).map(Optional::of);
    }
    AttributeValue join = member.get("Std:Join");
    if (join != null) {
      return join(join).map(Optional::of);
    }
    AttributeValue jsonGet = member.get("Std:JsonGet");
    if (jsonGet != null) {
      return jsonGet(jsonGet).map(Optional::of);
    }
    // The developer guide once shows a join without its prefix.
    AttributeValue bareJoin = member.get("Join");
    return bareJoin == null
        ? PLAIN
        : join(bareJoin).fold(plain -> PLAIN, read -> Either.right(Optional.of(read)));
  }

  private static Either<String, Expression> get(AttributeValue operand) {
    if (!(operand instanceof TextValue text)) {
      return Either.left("Get names what it gets in a text");
    }
    String reference = text.text();
    int dot = reference.indexOf('.');
    String root = dot < 0 ? reference : reference.substring(0, dot);
    String rest = dot < 0 ? "" : reference.substring(dot + 1);
    return switch (root) {
      case "Parameters" -> rest.isEmpty() ? unknown(reference) : Either.right(new Parameter(rest));
      case "Execution" ->
          ExecutionVariable.named(rest)
              .<Either<String, Expression>>map(variable -> Either.right(new Variable(variable)))
              .orElseGet(() -> unknown(reference));
      case "Steps" -> property(reference, rest);
      default -> unknown(reference);
    };
  }

  private static Either<String, Expression> property(String reference, String rest) {
    int end = 0;
    while (end < rest.length() && rest.charAt(end) != '.' && rest.charAt(end) != '[') {
      end++;
    }
    Optional<StepName> step = stepName(rest.substring(0, end));
    boolean dotted = end < rest.length() && rest.charAt(end) == '.';
    String path = rest.substring(dotted ? end + 1 : end);
    if (step.isEmpty() || (dotted && path.isEmpty())) {
      return unknown(reference);
    }
    return PropertyPath.parse(path).map(parsed -> new Property(step.get(), parsed));
  }

  /** The name of a step that a text can be. */
  static Optional<StepName> stepName(String text) {
    return text.isEmpty() || text.length() > StepName.MAX_LENGTH
        ? Optional.empty()
        : Optional.of(new StepName(text));
  }

  private static Either<String, Expression> unknown(String reference) {
    return Either.left(
        "\"%s\" is none of Parameters.<name>, Steps.<name>.<path> and Execution.<variable>"
            .formatted(reference));
  }

  private static Either<String, Expression> join(AttributeValue operand) {
    if (operand instanceof ObjectValue join
        && join.member("Values").filter(ListValue.class::isInstance).isPresent()
        && (join.member("On").isEmpty() || join.textMember("On").isPresent())) {
      return Either.right(new Join(join.textMember("On").orElse(""), join.itemsOf("Values")));
    }
    return Either.left("Std:Join takes On, a text, and Values, a list");
  }

  private static Either<String, Expression> jsonGet(AttributeValue operand) {
    if (!(operand instanceof ObjectValue source) || source.textMember("Path").isEmpty()) {
      return Either.left("Std:JsonGet takes a Path, and PropertyFile or S3Uri");
    }
    return PropertyPath.parse(source.textMember("Path").get())
        .flatMap(path -> jsonGet(source, path));
  }

  private static Either<String, Expression> jsonGet(ObjectValue source, PropertyPath path) {
    Optional<AttributeValue> uri = source.member("S3Uri");
    if (uri.isPresent()) {
      return Either.right(new ObjectProperty(uri.get(), path));
    }
    return file(source, path)
        .<Either<String, Expression>>map(Either::right)
        .orElseGet(() ->
            Either.left("PropertyFile is no {\"Get\": \"Steps.<name>.PropertyFiles.<file>\"}"));
  }

  private static Optional<FileProperty> file(ObjectValue source, PropertyPath path) {
    Optional<String> file = source.textMember("PropertyFile");
    if (file.isPresent()) {
      return source
          .textMember("Step")
          .flatMap(Expression::stepName)
          .map(step -> new FileProperty(step, file.get(), path));
    }
    return source
        .objectMember("PropertyFile")
        .flatMap(get -> get.textMember("Get"))
        .filter(reference -> reference.startsWith("Steps."))
        .map(reference -> reference.substring("Steps.".length()).split("\\.PropertyFiles\\.", -1))
        .filter(names -> names.length == 2)
        .flatMap(names -> stepName(names[0]).map(step -> new FileProperty(step, names[1], path)));
  }

  /** A value as part of a joined text: numbers canonical, Booleans true and false (X1). */
  static Optional<String> joined(AttributeValue value) {
    return switch (value) {
      case TextValue text -> Optional.of(text.text());
      case NumberValue number -> Optional.of(CanonicalJson.number(number));
      case BooleanValue(boolean truth) -> Optional.of(Boolean.toString(truth));
      default -> Optional.empty();
    };
  }
}
