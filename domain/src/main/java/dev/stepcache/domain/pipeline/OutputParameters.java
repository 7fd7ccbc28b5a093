package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.step.Step;
import io.vavr.control.Either;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a Lambda or a Callback hands on: values by name. A step declares them, each with a type, and
 * what it is given must have those it declares.
 */
public final class OutputParameters {
  /** The member that they stand in, of a step as of its job. */
  public static final String MEMBER = "OutputParameters";

  private OutputParameters() {}

  /**
   * The output parameters of a step by name, those that it declares being of their types; the left
   * side says what is wrong.
   *
   * @param given an object of them, or the API's list of Name and Value
   */
  public static Either<String, ObjectValue> of(Step step, AttributeValue given) {
    Either<String, ObjectValue> byName = byName(given);
    for (AttributeValue declaration : step.content().itemsOf(MEMBER)) {
      Optional<ObjectValue> declared = declaration.asObject();
      Optional<String> name = declared.flatMap(output -> output.textMember("OutputName"));
      if (name.isPresent()) {
        String type = declared.flatMap(output -> output.textMember("OutputType")).orElse("String");
        byName = byName.flatMap(outputs -> typed(outputs, name.get(), type));
      }
    }
    return byName;
  }

  private static Either<String, ObjectValue> byName(AttributeValue given) {
    if (given instanceof ObjectValue object) {
      return Either.right(object);
    }
    SortedMap<String, AttributeValue> values = new TreeMap<>();
    for (AttributeValue item : given.items()) {
      Optional<String> name = item.asObject().flatMap(output -> output.textMember("Name"));
      if (name.isEmpty() || valueIn(item).equals(item)) {
        return Either.left("an item of its OutputParameters is no {\"Name\": …, \"Value\": …}");
      }
      values.put(name.get(), valueIn(item));
    }
    return given instanceof ListValue
        ? Either.right(new ObjectValue(values))
        : Either.left("its OutputParameters are neither an object nor a list");
  }

  private static Either<String, ObjectValue> typed(ObjectValue outputs, String name, String type) {
    Optional<AttributeValue> value = outputs.member(name);
    if (value.isEmpty()) {
      return Either.left("it gave no output parameter \"%s\", which it declares".formatted(name));
    }
    return PipelineParameter.Type.named(type)
        .flatMap(declared -> typed(value.get(), declared))
        .<Either<String, ObjectValue>>map(read -> Either.right(outputs.with(name, read)))
        .orElseGet(() ->
            Either.left(
                "its output parameter \"%s\" is declared to be of type %s, and is not"
                    .formatted(name, type)));
  }

  /** A text is read by the type, and what can be told as a text may be given for one. */
  private static Optional<AttributeValue> typed(AttributeValue value, PipelineParameter.Type type) {
    if (value instanceof TextValue text) {
      return type.read(text.text());
    }
    return type == PipelineParameter.Type.STRING
        ? Expression.joined(value).map(TextValue::new)
        : Optional.of(value).filter(type::accepts);
  }

  /** The value of an item that is the API's pair of Name and Value; anything else is itself. */
  static AttributeValue valueIn(AttributeValue item) {
    return item.asObject()
        .filter(output -> output.members().keySet().equals(Set.of("Name", "Value")))
        .flatMap(output -> output.member("Value"))
        .orElse(item);
  }
}
