package dev.stepcache.application.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors come from golden-vectors.py beside them, which shares no code with the program. */
@DisplayName("SPEC 4: the golden vectors")
class GoldenVectorsTest {

  @ParameterizedTest
  @MethodSource("vectors")
  void have_these_key_documents_and_signatures_for_ever(ObjectValue vector) {
    KeyDocument key = keyOf(vector);
    assertThat(key.canonical()).isEqualTo(vector.textMember("key").orElseThrow());
    assertThat(key.signature()).hasToString(vector.textMember("signature").orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void are_read_back_from_their_canonical_form(ObjectValue vector) {
    String canonical = vector.textMember("key").orElseThrow();
    KeyDocument stored = KeyDocument.ofTree(JsonReader.readOwn(canonical).asObject().orElseThrow());
    assertThat(stored).isEqualTo(keyOf(vector));
  }

  @Test
  void are_there_for_every_cacheable_type() {
    assertThat(vectors().map(vector -> keyOf(vector.getPayload()).type()))
        .containsAll(CacheableTypes.sageMaker().types());
  }

  private static KeyDocument keyOf(ObjectValue vector) {
    ObjectValue content = object(JsonReader.read(vector.textMember("step").orElseThrow()).get());
    StepType type = new StepType(content.textMember("Type").orElseThrow());
    StepName name = new StepName(content.textMember("Name").orElseThrow());
    Step step = new Step(name, type, content, new CacheConfig.Disabled());
    Map<String, String> inputs = new TreeMap<>();
    vector
        .objectMember("inputs")
        .orElseThrow()
        .members()
        .forEach((uri, digest) -> inputs.put(uri, digest.asText().orElseThrow()));
    return KeyDocument.of(step, CacheableTypes.sageMaker().attributesOf(type).orElseThrow())
        .withContent(inputs);
  }

  static Stream<Named<ObjectValue>> vectors() {
    try (InputStream file = GoldenVectorsTest.class.getResourceAsStream("golden-vectors.json")) {
      return JsonReader.read(file.readAllBytes()).get().items().stream()
          .map(GoldenVectorsTest::object)
          .map(vector -> Named.of(vector.textMember("name").orElseThrow(), vector));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static ObjectValue object(AttributeValue value) {
    return value.asObject().orElseThrow();
  }
}
