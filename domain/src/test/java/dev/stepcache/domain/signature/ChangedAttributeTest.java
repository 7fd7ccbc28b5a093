package dev.stepcache.domain.signature;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.step.StepType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SPEC 6: a changed attribute")
class ChangedAttributeTest {

  @Test
  void is_told_at_the_deepest_place() {
    assertThat(
            changes(
                object("Arguments", object("HyperParameters", object("eta", "0.1", "depth", "5"))),
                object("Arguments", object("HyperParameters", object("eta", "0.2", "depth", "5")))))
        .containsExactly("/Arguments/HyperParameters/eta: \"0.1\" > \"0.2\"");
  }

  @Test
  void is_none_of_equal_documents() {
    assertThat(changes(object("a", list(1, object())), object("a", list(1, object())))).isEmpty();
    assertThat(changes(object("a", null), object())).isEmpty();
  }

  @Test
  void is_added_or_removed_as_a_whole() {
    ObjectValue bare = object("a", object("b", 1));
    ObjectValue more = object("a", object("b", 1, "c", object("d", list(1), "e", 2)));
    assertThat(changes(bare, more)).containsExactly("/a/c: - > {\"d\":[1],\"e\":2}");
    assertThat(changes(more, bare)).containsExactly("/a/c: {\"d\":[1],\"e\":2} > -");
    assertThat(changes(object(), bare)).containsExactly("/a: - > {\"b\":1}");
    assertThat(changes(object("a", object()), object())).containsExactly("/a: {} > -");
  }

  @Test
  void has_the_place_of_an_item_in_its_list() {
    assertThat(changes(object("l", list(1, 2, 3)), object("l", list(1, 4, 3))))
        .containsExactly("/l/1: 2 > 4");
    assertThat(changes(object("l", list(1)), object("l", list(1, null, object()))))
        .containsExactly("/l/1: - > null", "/l/2: - > {}");
    assertThat(changes(object("l", list(1, 2)), object("l", list())))
        .containsExactly("/l/0: 1 > -", "/l/1: 2 > -");
    assertThat(changes(object("l", list(object("x", 1))), object("l", list(object("x", 2)))))
        .containsExactly("/l/0/x: 1 > 2");
  }

  @Test
  void tells_when_a_value_becomes_one_of_another_kind() {
    assertThat(changes(object("a", "1"), object("a", 1))).containsExactly("/a: \"1\" > 1");
    assertThat(changes(object("a", object()), object("a", list()))).containsExactly("/a: {} > []");
    assertThat(changes(object("a", list(1)), object("a", object("0", 1))))
        .containsExactly("/a: [1] > {\"0\":1}");
    assertThat(changes(object("a", ""), object("a", false))).containsExactly("/a: \"\" > false");
  }

  @Test
  void has_a_pointer_in_which_tilde_and_slash_are_escaped() {
    assertThat(changes(object("a/b", object("~", 1)), object("a/b", object("~", 2))))
        .containsExactly("/a~1b/~0: 1 > 2");
    assertThat(changes(object("", object("", 1)), object("", object("", 2))))
        .containsExactly("//: 1 > 2");
  }

  @Test
  void comes_in_the_order_of_the_paths() {
    assertThat(
            changes(
                object("b", 1, "a", object("d", 1, "c", 1)),
                object("b", 2, "a", object("d", 2, "c", 2), "B", 2)))
        .containsExactly("/B: - > 2", "/a/c: 1 > 2", "/a/d: 1 > 2", "/b: 1 > 2");
  }

  @Test
  @DisplayName("X5: below /inputs names the URI whose content changed")
  void below_inputs_names_the_uri_whose_content_changed() {
    assertThat(
            changes(
                key(
                    object(),
                    Map.of("file:///d/x~", "aa", "s3://b/gone", "bb", "s3://b/same", "c")),
                key(
                    object(),
                    Map.of("file:///d/x~", "ab", "s3://b/new", "dd", "s3://b/same", "c"))))
        .containsExactly(
            "/inputs/file:~1~1~1d~1x~0: \"aa\" > \"ab\"",
            "/inputs/s3:~1~1b~1gone: \"bb\" > -",
            "/inputs/s3:~1~1b~1new: - > \"dd\"");
  }

  @Test
  void is_the_type_where_the_types_differ() {
    KeyDocument training = KeyDocument.of(StepType.TRAINING, object(), Map.of());
    KeyDocument tuning = KeyDocument.of(StepType.TUNING, object(), Map.of());
    assertThat(changes(training, tuning)).containsExactly("/type: \"Training\" > \"Tuning\"");
  }

  @Test
  void is_there_exactly_when_documents_differ() {
    RandomKeys random = new RandomKeys(new SplittableRandom(6));
    for (int i = 0; i < 5_000; i++) {
      KeyDocument one = random.keyDocument();
      KeyDocument other = i % 2 == 0 ? random.nearMiss(one) : random.keyDocument();
      List<ChangedAttribute> changes = ChangedAttribute.between(one, other);
      assertThat(changes.isEmpty()).isEqualTo(one.equals(other));
      assertThat(changes).allMatch(change -> !change.before().equals(change.after()));
      assertThat(ChangedAttribute.between(other, one))
          .isEqualTo(
              changes.stream()
                  .map(c ->
                      new ChangedAttribute(
                          c.path(), /* before= */ c.after(), /* after= */ c.before()))
                  .toList());
    }
  }

  private static List<String> changes(ObjectValue before, ObjectValue after) {
    return changes(key(before, Map.of()), key(after, Map.of()));
  }

  private static List<String> changes(KeyDocument before, KeyDocument after) {
    return ChangedAttribute.between(before, after).stream()
        .map(change ->
            "%s: %s > %s".formatted(change.path(), shown(change.before()), shown(change.after())))
        .toList();
  }

  private static String shown(Optional<AttributeValue> value) {
    return value.map(CanonicalJson::text).orElse("-");
  }

  private static KeyDocument key(ObjectValue attributes, Map<String, String> inputs) {
    return KeyDocument.of(StepType.TRAINING, attributes, inputs);
  }
}
