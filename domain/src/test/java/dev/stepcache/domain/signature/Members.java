package dev.stepcache.domain.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Every member that a step of one type can have, and whether it counts. The lists stand beside this
 * class; members.py says how they are made and how a line is read.
 */
final class Members {
  /** A step that differs in one place from the full one. */
  record Variant(String change, ObjectValue step, boolean counts) {
    @Override
    public String toString() {
      return change;
    }
  }

  private final Map<String, Members> children = new TreeMap<>();
  private Optional<String> kind = Optional.empty();
  private Optional<Boolean> counts = Optional.empty();

  private Members() {}

  static Members of(StepType type) {
    Members all = new Members();
    lines(type).forEach(all::add);
    return all;
  }

  private static List<String> lines(StepType type) {
    try (InputStream file = Members.class.getResourceAsStream(type + ".members")) {
      return new String(requireNonNull(file).readAllBytes(), UTF_8).lines().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void add(String line) {
    int space = line.indexOf(' ');
    int marks = 0;
    Members member = this;
    for (String name : line.substring(0, space).split("/", -1)) {
      boolean marked = name.startsWith("+") || name.startsWith("-");
      String plain = marked ? name.substring(1) : name;
      member = member.children.computeIfAbsent(plain, absent -> new Members());
      if (marked) {
        member.decide(name.startsWith("+"), line);
        marks++;
      }
    }
    if (marks != 1 || member.kind.isPresent() || !member.children.isEmpty()) {
      throw new IllegalStateException("not decided once: " + line);
    }
    member.kind = Optional.of(line.substring(space + 1));
  }

  private void decide(boolean counting, String line) {
    if (counts.equals(Optional.of(!counting))) {
      throw new IllegalStateException("counted and ignored: " + line);
    }
    counts = Optional.of(counting);
  }

  /** A step that has every member, two items in each list, and no two equal texts. */
  ObjectValue fullStep() {
    return (ObjectValue) value("");
  }

  private AttributeValue value(String way) {
    if (kind.isPresent()) {
      return switch (kind.get()) {
        case "text" -> AttributeValue.text(way);
        case "number" -> AttributeValue.number(way.hashCode());
        case "truth" -> AttributeValue.bool(true);
        default -> throw new IllegalStateException("no kind: " + kind.get());
      };
    }
    if (children.containsKey("[]")) {
      Members item = requireNonNull(children.get("[]"));
      return AttributeValue.list(item.value(way + "/0"), item.value(way + "/1"));
    }
    SortedMap<String, AttributeValue> members = new TreeMap<>();
    children.forEach((name, member) -> {
      switch (name) {
        case "*" -> {
          members.put("one", member.value(way + "/one"));
          members.put("two", member.value(way + "/two"));
        }
        case "..." -> {}
        default -> members.put(name, member.value(way + "/" + name));
      }
    });
    return AttributeValue.object(members);
  }

  /** Every step that differs from the full one in one place, with whether the place counts. */
  List<Variant> variants() {
    List<Variant> variants = new ArrayList<>();
    vary("", false, fullStep(), changed -> (ObjectValue) changed, variants);
    return variants;
  }

  private void vary(
      String way,
      boolean within,
      AttributeValue value,
      Function<AttributeValue, ObjectValue> step,
      List<Variant> into) {
    boolean here = counts.orElse(within);
    if (!way.isEmpty()) {
      into.add(new Variant("without " + way, step.apply(new NullValue()), countsAnywhere(here)));
      into.add(new Variant("other " + way, step.apply(another(value)), countsAnywhere(here)));
    }
    switch (value) {
      case ObjectValue object -> varyObject(way, here, object, step, into);
      case ListValue list -> varyList(way, here, list, step, into);
      default -> {}
    }
  }

  private void varyObject(
      String way,
      boolean here,
      ObjectValue object,
      Function<AttributeValue, ObjectValue> step,
      List<Variant> into) {
    object
        .members()
        .forEach((name, member) ->
            child(name)
                .vary(
                    way + "/" + name,
                    here,
                    member,
                    changed -> step.apply(object.with(name, changed)),
                    into));
    into.add(
        new Variant(
            "more in " + way,
            step.apply(object.with("Unheard", AttributeValue.text("of"))),
            here || children.containsKey("...")));
  }

  private void varyList(
      String way,
      boolean here,
      ListValue list,
      Function<AttributeValue, ObjectValue> step,
      List<Variant> into) {
    AttributeValue first = list.items().get(0);
    AttributeValue second = list.items().get(1);
    child("[]")
        .vary(
            way + "/0",
            here,
            first,
            changed -> step.apply(AttributeValue.list(changed, second)),
            into);
    into.add(new Variant("swapped " + way, step.apply(AttributeValue.list(second, first)), here));
    into.add(
        new Variant("longer " + way, step.apply(AttributeValue.list(first, second, first)), here));
    into.add(new Variant("shorter " + way, step.apply(AttributeValue.list(first)), here));
    into.add(new Variant("empty " + way, step.apply(AttributeValue.list()), here));
  }

  private Members child(String name) {
    return Optional.ofNullable(children.get(name))
        .or(() -> Optional.ofNullable(children.get("*")))
        .orElseThrow();
  }

  private boolean countsAnywhere(boolean within) {
    boolean here = counts.orElse(within);
    return here || children.values().stream().anyMatch(child -> child.countsAnywhere(here));
  }

  /** Another value that is as like the given one as can be. */
  private static AttributeValue another(AttributeValue value) {
    return switch (value) {
      case AttributeValue.TextValue text -> AttributeValue.text(text.text() + " ");
      case AttributeValue.NumberValue(var number) -> AttributeValue.text(number.toPlainString());
      case AttributeValue.BooleanValue(boolean truth) -> AttributeValue.bool(!truth);
      case ObjectValue object -> AttributeValue.object(Map.of());
      case ListValue list -> new ListValue(Arrays.asList(list));
      case NullValue absent -> throw new IllegalArgumentException("no step has it");
    };
  }
}
