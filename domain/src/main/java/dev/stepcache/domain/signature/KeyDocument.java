package dev.stepcache.domain.signature;

import static dev.stepcache.domain.attribute.AttributeValue.member;

import dev.stepcache.domain.ValueStyle;
import dev.stepcache.domain.attribute.AttributeSet;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.immutables.value.Value;

/**
 * The parts of a step that count. Runs of a step are interchangeable exactly when their key
 * documents are equal (R3, R15, SPEC 4).
 */
@Value.Immutable
@ValueStyle
public abstract class KeyDocument {
  /** The version of this form; another form would give other signatures. */
  public static final int SCHEME = 1;

  private static final TextValue ATTRIBUTES = AttributeValue.text("attributes");
  private static final TextValue TYPE = AttributeValue.text("type");
  private static final Map.Entry<String, AttributeValue> SCHEME_MEMBER =
      member("scheme", AttributeValue.number(SCHEME));

  public abstract StepType type();

  /** The cache key attributes, nested as they are in the step. */
  public abstract ObjectValue attributes();

  /** The digest of the content behind each URI, where content counts; else empty. */
  @Value.NaturalOrder
  public abstract SortedMap<String, String> inputs();

  /** The key document of a step by places alone. */
  public static KeyDocument of(Step step, AttributeSet counting) {
    return of(step.type(), counting.select(step.content()), new TreeMap<>());
  }

  public static KeyDocument of(StepType type, ObjectValue attributes, Map<String, String> inputs) {
    return ImmutableKeyDocument.builder()
        .type(type)
        .attributes(attributes)
        .putAllInputs(inputs)
        .build();
  }

  /** The same key document with the content behind its places counting too. */
  public KeyDocument withContent(Map<String, String> digests) {
    return of(type(), attributes(), digests);
  }

  /** The canonical JSON of the whole document. */
  @Value.Lazy
  public String canonical() {
    return CanonicalJson.text(tree());
  }

  @Value.Lazy
  public Signature signature() {
    return Signature.of(tree());
  }

  /** The document as a value, {@code inputs} left out when there are none. */
  public ObjectValue tree() {
    List<Map.Entry<String, AttributeValue>> members = new ArrayList<>();
    members.add(member(ATTRIBUTES, attributes()));
    if (!inputs().isEmpty()) {
      members.add(member("inputs", inputTree()));
    }
    members.add(SCHEME_MEMBER);
    members.add(member(TYPE, AttributeValue.text(type().name())));
    return AttributeValue.object(members);
  }

  private ObjectValue inputTree() {
    return AttributeValue.object(
        inputs().entrySet().stream()
            .map(input -> member(input.getKey(), AttributeValue.text(input.getValue())))
            .toList());
  }

  /** Reads back what {@link #tree} gave. */
  public static KeyDocument ofTree(ObjectValue tree) {
    if (!tree.member("scheme").equals(Optional.of(AttributeValue.number(SCHEME)))) {
      throw malformed();
    }
    SortedMap<String, String> inputs = new TreeMap<>();
    tree.member("inputs")
        .map(member -> member.asObject().orElseThrow(KeyDocument::malformed))
        .ifPresent(
            digests -> digests.members().forEach((uri, digest) -> inputs.put(uri, text(digest))));
    return of(
        new StepType(tree.textMember("type").orElseThrow(KeyDocument::malformed)),
        tree.objectMember("attributes").orElseThrow(KeyDocument::malformed),
        inputs);
  }

  private static String text(AttributeValue value) {
    return value.asText().orElseThrow(KeyDocument::malformed);
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("no key document of scheme " + SCHEME);
  }
}
