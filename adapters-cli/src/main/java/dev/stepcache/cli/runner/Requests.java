package dev.stepcache.cli.runner;

import dev.stepcache.application.content.LocalArn;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** What the requests of jobs have in common. */
final class Requests {
  private static final TextValue HOST = AttributeValue.text("algo-1");

  private Requests() {}

  static ObjectValue object(AttributeValue value) throws JobFailure {
    return value
        .asObject()
        .orElseThrow(
            () -> new JobFailure("ClientError: an object was expected: " + Texts.of(value)));
  }

  /** The items that are objects already, and no expressions. */
  static List<ObjectValue> known(List<AttributeValue> items) {
    return items.stream()
        .filter(item -> !Texts.isExpression(item))
        .flatMap(item -> item.asObject().stream())
        .toList();
  }

  static ObjectValue member(ObjectValue object, String name) throws JobFailure {
    return object.objectMember(name).orElseThrow(() -> missing(name));
  }

  static String text(ObjectValue object, String name) throws JobFailure {
    return object.textMember(name).orElseThrow(() -> missing(name));
  }

  private static JobFailure missing(String name) {
    return new JobFailure("ClientError: the request has no " + name);
  }

  /** Whether a member is a list with something in it, or may be one once it is resolved. */
  static boolean hasItems(Optional<ObjectValue> object, String name) {
    return object
        .map(found ->
            Texts.isExpression(found)
                || found
                    .member(name)
                    .filter(value ->
                        (value instanceof ListValue list && !list.items().isEmpty())
                            || Texts.isExpression(value))
                    .isPresent())
        .orElse(false);
  }

  /** The text of a member when it is another than this, the only one that can be done. */
  static Optional<String> other(ObjectValue object, String name, String only) {
    return object.textMember(name).filter(value -> !value.equals(only));
  }

  static boolean isTrue(ObjectValue object, String name) {
    return object.member(name).filter(new BooleanValue(true)::equals).isPresent();
  }

  /** What is wrong with a local path, as a clause. */
  static Optional<String> pathFault(ObjectValue object, String name, Platform platform) {
    Optional<AttributeValue> path = object.member(name);
    if (Texts.isExpression(object)) {
      return Optional.empty();
    }
    if (path.isEmpty()) {
      return Optional.of("has no " + name);
    }
    return path.get()
        .asText()
        .flatMap(text ->
            platform
                .pathFault(text)
                .map(fault -> "has the %s %s, which %s".formatted(name, text, fault)));
  }

  /** That one instance does the work, where more are asked for. */
  static List<String> instanceNotes(Optional<ObjectValue> cluster) {
    return cluster
        .flatMap(found -> found.member("InstanceCount"))
        .filter(count ->
            count instanceof NumberValue(BigDecimal number) && number.compareTo(BigDecimal.ONE) > 0)
        .map(count ->
            "its InstanceCount is %s, and one instance does the work here"
                .formatted(Texts.of(count)))
        .stream()
        .toList();
  }

  /** A name of the job that no service gave. */
  static String arn(String resource, Workplace at) {
    return LocalArn.of(resource, at.job().name().toLowerCase(Locale.ROOT));
  }

  /** The contract's resourceconfig.json: there is one machine, whatever was asked for. */
  static ObjectValue resourceConfiguration(ObjectValue cluster) {
    TreeMap<String, AttributeValue> group = new TreeMap<>();
    group.put("instance_group_name", AttributeValue.text("homogeneousCluster"));
    group.put("hosts", AttributeValue.list(HOST));
    TreeMap<String, AttributeValue> configuration = new TreeMap<>();
    configuration.put("current_host", HOST);
    configuration.put("current_group_name", AttributeValue.text("homogeneousCluster"));
    configuration.put("hosts", AttributeValue.list(HOST));
    configuration.put("network_interface_name", AttributeValue.text("lo"));
    cluster
        .member("InstanceType")
        .ifPresent(type -> {
          configuration.put("current_instance_type", type);
          group.put("instance_type", type);
        });
    configuration.put("instance_groups", AttributeValue.list(new ObjectValue(group)));
    return new ObjectValue(configuration);
  }
}
