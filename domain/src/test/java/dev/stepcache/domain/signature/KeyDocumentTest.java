package dev.stepcache.domain.signature;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SPEC 4: a key document")
class KeyDocumentTest {

  @Test
  void has_the_selected_attributes_the_scheme_and_the_type() {
    KeyDocument key = key(object("Environment", object("A", "1"), "RoleArn", "r"));
    assertThat(key.canonical())
        .isEqualTo(
            "{\"attributes\":{\"Arguments\":{\"Environment\":{\"A\":\"1\"}}},"
                + "\"scheme\":1,\"type\":\"Processing\"}");
  }

  @Test
  void has_no_arguments_where_none_is_selected() {
    assertThat(key(object("RoleArn", "r")).canonical())
        .isEqualTo("{\"attributes\":{},\"scheme\":1,\"type\":\"Processing\"}");
  }

  @Test
  @DisplayName("X5: has the digests of its inputs, where content counts")
  void has_the_digests_of_its_inputs_where_content_counts() {
    KeyDocument places = key(object());
    KeyDocument content = places.withContent(Map.of("s3://b/x", "aa", "file:///y", "absent"));
    assertThat(content.canonical())
        .isEqualTo(
            "{\"attributes\":{},\"inputs\":{\"file:///y\":\"absent\",\"s3://b/x\":\"aa\"},"
                + "\"scheme\":1,\"type\":\"Processing\"}");
    assertThat(content.withContent(Map.of())).isEqualTo(places);
    assertThat(content.signature()).isNotEqualTo(places.signature());
  }

  @Test
  void has_a_signature_that_is_the_sha_256_of_its_canonical_form() throws Exception {
    KeyDocument key = key(object("Environment", object("\u00e9", "\ud83d\ude00")));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.canonical().getBytes(UTF_8));
    assertThat(key.signature()).hasToString(HexFormat.of().formatHex(digest));
  }

  @Test
  @DisplayName("R3: is another for another type, of the same attributes")
  void is_another_for_another_type() {
    assertThat(KeyDocument.of(StepType.TRAINING, object(), Map.of()).signature())
        .isNotEqualTo(KeyDocument.of(StepType.TUNING, object(), Map.of()).signature());
  }

  @Test
  @DisplayName("R10: is the same whatever the step is called and whatever it waits for")
  void is_the_same_whatever_the_step_is_called() {
    ObjectValue content = object("Arguments", object("Environment", object()));
    Step step =
        new Step(new StepName("a"), StepType.PROCESSING, content, new CacheConfig.Disabled());
    Step renamed =
        new Step(
            new StepName("b"),
            StepType.PROCESSING,
            content.with("DisplayName", list()).with("DependsOn", list("x")),
            new CacheConfig.Disabled());
    assertThat(key(renamed)).isEqualTo(key(step));
    assertThat(key(renamed).signature()).isEqualTo(key(step).signature());
  }

  @Test
  void tells_the_roles_of_inputs_apart() {
    ObjectValue a = object("InputName", "train", "S3Uri", "s3://b/1");
    ObjectValue b = object("InputName", "test", "S3Uri", "s3://b/2");
    ObjectValue aFromB = a.with("S3Uri", AttributeValue.text("s3://b/2"));
    ObjectValue bFromA = b.with("S3Uri", AttributeValue.text("s3://b/1"));
    assertThat(List.of(list(a, b), list(b, a), list(aFromB, bFromA), list(a, b, b)))
        .extracting(inputs -> key(object("ProcessingInputs", inputs)).signature())
        .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("R15: is read back from its tree as it was")
  void is_read_back_from_its_tree_as_it_was() {
    KeyDocument key = key(object("Environment", object())).withContent(Map.of("s3://b/x", "aa"));
    assertThat(KeyDocument.ofTree(key.tree())).isEqualTo(key);
    assertThat(KeyDocument.ofTree(key(object()).tree())).isEqualTo(key(object()));
  }

  @Test
  void is_not_read_back_from_a_form_of_another_scheme() {
    ObjectValue tree = key(object()).tree();
    for (ObjectValue other :
        List.of(
            tree.with("scheme", AttributeValue.number(2)),
            tree.with("scheme", AttributeValue.text("1")),
            tree.without("scheme"),
            tree.without("type"),
            tree.without("attributes"),
            tree.with("inputs", list()),
            tree.with("inputs", object("s3://b/x", 1)))) {
      assertThatIllegalArgumentException().isThrownBy(() -> KeyDocument.ofTree(other));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "A", "g"})
  void has_a_signature_of_64_lower_case_hexadecimal_digits(String wrong) {
    assertThat(new Signature("0123456789abcdef".repeat(4)).hex()).hasSize(64);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Signature(wrong.repeat(wrong.equals("0") ? 63 : 64)))
        .withMessageContaining("64");
  }

  private static KeyDocument key(ObjectValue arguments) {
    return key(
        new Step(
            new StepName("s"),
            StepType.PROCESSING,
            object("Name", "s", "Type", "Processing", "Arguments", arguments),
            new CacheConfig.Disabled()));
  }

  private static KeyDocument key(Step step) {
    return KeyDocument.of(step, CacheableTypes.sageMaker().attributesOf(step.type()).orElseThrow());
  }
}
