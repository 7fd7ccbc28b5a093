package dev.stepcache.domain.attribute;

import static java.util.Collections.unmodifiableSortedMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which members of a step count: data that names them by their dotted path from the step, such as
 * {@code Arguments.AppSpecification}. What is not named does not count.
 *
 * @param selections what is taken of each member of the step, by its name
 */
public record AttributeSet(SortedMap<String, Selection> selections) {

  /** What is taken of one member. */
  public sealed interface Selection {
    /** The member as it is, {@code {}} included. */
    record Whole() implements Selection {}

    /** Only the named children; a member that is no object cannot be divided and counts whole. */
    record Only(SortedMap<String, Selection> children) implements Selection {
      public Only {
        children = unmodifiableSortedMap(new TreeMap<>(children));
      }
    }

    /** All children but the named ones. */
    record AllBut(Set<String> ignored) implements Selection {
      public AllBut {
        ignored = Set.copyOf(ignored);
      }
    }
  }

  public AttributeSet {
    selections = unmodifiableSortedMap(new TreeMap<>(selections));
  }

  /** The set of these members, each a dotted path from the step. */
  public static AttributeSet of(String... members) {
    return new AttributeSet(new TreeMap<>()).and(members);
  }

  /** This set and these members, each a dotted path from the step. */
  public AttributeSet and(String... members) {
    AttributeSet wider = this;
    for (String member : members) {
      wider = wider.and(whole(Arrays.asList(member.split("\\.", -1))));
    }
    return wider;
  }

  /** This set, and all children of one member of the step but the named ones. */
  public AttributeSet andAllOf(String parent, String... ignored) {
    return and(only(parent, new Selection.AllBut(Set.of(ignored))));
  }

  private AttributeSet and(Selection.Only more) {
    return new AttributeSet(both(selections, more.children()));
  }

  private static Selection.Only whole(List<String> path) {
    List<String> rest = path.subList(1, path.size());
    return only(path.get(0), rest.isEmpty() ? new Selection.Whole() : whole(rest));
  }

  private static Selection.Only only(String name, Selection selection) {
    return new Selection.Only(new TreeMap<>(Map.of(name, selection)));
  }

  private static SortedMap<String, Selection> both(
      SortedMap<String, Selection> some, SortedMap<String, Selection> others) {
    SortedMap<String, Selection> all = new TreeMap<>(some);
    others.forEach((name, selection) -> all.merge(name, selection, AttributeSet::both));
    return all;
  }

  /** What either takes; an ignored child of which the other takes a part is taken whole. */
  private static Selection both(Selection one, Selection other) {
    return switch (one) {
      case Selection.Whole whole -> whole;
      case Selection.Only(SortedMap<String, Selection> children) ->
          other instanceof Selection.Only(SortedMap<String, Selection> others)
              ? new Selection.Only(both(children, others))
              : both(other, one);
      case Selection.AllBut(Set<String> ignored) ->
          switch (other) {
            case Selection.Whole whole -> whole;
            case Selection.Only(SortedMap<String, Selection> children) ->
                new Selection.AllBut(without(ignored, children.keySet()));
            case Selection.AllBut(Set<String> others) ->
                new Selection.AllBut(without(ignored, without(ignored, others)));
          };
    };
  }

  private static Set<String> without(Set<String> names, Set<String> those) {
    return names.stream().filter(name -> !those.contains(name)).collect(toUnmodifiableSet());
  }

  /** The counting members of a step, nested as they are in it; a parent of none is left out. */
  public ObjectValue select(ObjectValue step) {
    return only(step, selections).orElse(ObjectValue.EMPTY);
  }

  private static Optional<ObjectValue> only(ObjectValue value, Map<String, Selection> children) {
    List<Map.Entry<String, AttributeValue>> selected = new ArrayList<>(children.size());
    SortedMembers members = value.sorted();
    children.forEach((name, selection) -> {
      int index = members.find(name);
      if (index >= 0) {
        take(members.value(index), selection)
            .ifPresent(taken -> selected.add(AttributeValue.member(members.name(index), taken)));
      }
    });
    return unlessEmpty(selected);
  }

  private static Optional<? extends AttributeValue> take(
      AttributeValue member, Selection selection) {
    if (!(member instanceof ObjectValue object)) {
      return Optional.of(member);
    }
    return switch (selection) {
      case Selection.Whole() -> Optional.of(member);
      case Selection.Only(SortedMap<String, Selection> children) -> only(object, children);
      case Selection.AllBut(Set<String> ignored) -> {
        List<Map.Entry<String, AttributeValue>> rest = new ArrayList<>(object.members().entrySet());
        rest.removeIf(child -> ignored.contains(child.getKey()));
        yield unlessEmpty(rest);
      }
    };
  }

  private static Optional<ObjectValue> unlessEmpty(
      List<Map.Entry<String, AttributeValue>> members) {
    return members.isEmpty() ? Optional.empty() : Optional.of(AttributeValue.object(members));
  }
}
