package dev.stepcache.domain.signature;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.NearMisses;
import dev.stepcache.domain.attribute.RandomValues;
import dev.stepcache.domain.attribute.Values;
import dev.stepcache.domain.step.StepType;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Random key documents, and ones that differ from a given one as little as can be. */
public final class RandomKeys {
  private static final List<StepType> TYPES =
      List.of(StepType.PROCESSING, StepType.TRAINING, new StepType("\"}"));
  private static final List<String> URIS =
      List.of("s3://b/a", "s3://b/a/", "s3://b/b", "file:///a", "");
  private static final List<String> DIGESTS = List.of("absent", "aa", "bb", "a", "");

  private final RandomGenerator random;
  private final RandomValues values;
  private final NearMisses nearMisses;

  public RandomKeys(RandomGenerator random) {
    this.random = random;
    this.values = new RandomValues(random);
    this.nearMisses = new NearMisses(random);
  }

  public KeyDocument keyDocument() {
    return KeyDocument.of(values.anyOf(TYPES), values.object(3), inputs());
  }

  private SortedMap<String, String> inputs() {
    SortedMap<String, String> inputs = new TreeMap<>();
    for (int i = random.nextInt(5) - 2; i > 0; i--) {
      inputs.put(values.anyOf(URIS), values.anyOf(DIGESTS));
    }
    return inputs;
  }

  /** A key document that differs from the given one in one small thing. */
  public KeyDocument nearMiss(KeyDocument key) {
    return switch (random.nextInt(8)) {
      case 0 -> KeyDocument.of(new StepType(key.type() + "a"), key.attributes(), key.inputs());
      case 1 -> key.withContent(otherThan(key.inputs()));
      case 2 -> KeyDocument.of(key.type(), inputsAmongAttributes(key), new TreeMap<>());
      default -> KeyDocument.of(key.type(), nearMisses.nearMiss(key.attributes()), key.inputs());
    };
  }

  private SortedMap<String, String> otherThan(SortedMap<String, String> inputs) {
    SortedMap<String, String> others = new TreeMap<>(inputs);
    while (others.equals(inputs)) {
      others = inputs();
    }
    return others;
  }

  /** The attributes with the inputs among them, or with something else there if they were. */
  private ObjectValue inputsAmongAttributes(KeyDocument key) {
    SortedMap<String, AttributeValue> inputs = new TreeMap<>();
    key.inputs().forEach((uri, digest) -> inputs.put(uri, AttributeValue.text(digest)));
    ObjectValue moved = key.attributes().with("inputs", AttributeValue.object(inputs));
    return moved.equals(key.attributes()) ? nearMisses.nearMiss(moved) : moved;
  }

  /** Whether two key documents are one, found out without their own equality. */
  public static boolean same(KeyDocument one, KeyDocument other) {
    return one.type().name().equals(other.type().name())
        && Map.copyOf(one.inputs()).equals(Map.copyOf(other.inputs()))
        && Values.same(one.attributes(), other.attributes());
  }
}
