package dev.stepcache.domain.attribute;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.number;
import static dev.stepcache.domain.attribute.Values.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SPEC 4: a value")
class AttributeValueTest {

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0", "1e0", "10e-1", "0.1e1", "1.000000000000000000000"})
  void is_one_number_however_it_is_spelled(String spelling) {
    assertThat(number(spelling)).isEqualTo(number("1")).hasSameHashCodeAs(number("1"));
  }

  @Test
  void is_never_a_double() {
    assertThat(number("9007199254740993")).isNotEqualTo(number("9007199254740992"));
    assertThat(number("0.1")).isNotEqualTo(number("0.1000000000000000055511151231257827"));
    assertThat(number("-0.0")).isEqualTo(number("0"));
  }

  @Test
  void has_at_most_a_thousand_digits() {
    assertThat(number("7".repeat(1_000)).number().precision()).isEqualTo(1_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> number("7".repeat(1_001)))
        .withMessageContaining("1,000 digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e9999", "-1e-9999", "9.99e9999", "0.001e10002", "1000e-10002"})
  void has_an_exponent_up_to_9999(String spelling) {
    assertThat(number(spelling).number()).isEqualByComparingTo(spelling);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e10000", "1e-10000", "10e9999", "0.1e-9999", "1e2147483647"})
  void has_no_exponent_beyond_9999(String spelling) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> number(spelling))
        .withMessageContaining("±9,999");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE + 1})
  void refuses_the_scales_at_the_ends_of_java_too(int scale) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NumberValue(new BigDecimal(BigInteger.valueOf(100), scale)));
    assertThat(new NumberValue(new BigDecimal(BigInteger.ZERO, scale))).isEqualTo(number("0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\ud800", "a\udc00", "\udc00\ud800", "\ud800\ud800\udc00", "\ud83d\ude00\ud83d"})
  void has_no_lone_surrogate_in_a_text_or_a_name(String lone) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AttributeValue.text(lone))
        .withMessageContaining("lone surrogate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> object(lone, 1))
        .withMessageContaining("lone surrogate");
  }

  @Test
  void does_not_know_members_that_are_null() {
    ObjectValue value = object("a", null, "b", 1);
    assertThat(value).isEqualTo(object("b", 1));
    assertThat(value.member("a")).isEmpty();
    assertThat(value.with("b", Values.value(null))).isEqualTo(ObjectValue.EMPTY);
    assertThat(value.without("b").isEmpty()).isTrue();
  }

  @Test
  void tells_four_kinds_of_nothing_apart() {
    assertThat(List.of(object("a", object()), object("a", list()), object("a", ""), object()))
        .doesNotHaveDuplicates();
  }

  @Test
  void keeps_the_order_of_a_list_and_none_of_members() {
    assertThat(list(1, 2)).isNotEqualTo(list(2, 1));
    assertThat(object("a", 1, "b", 2)).isEqualTo(object("b", 2, "a", 1));
  }

  @Test
  void is_not_changed_by_whoever_made_it() {
    var items = new ArrayList<AttributeValue>(List.of(number("1")));
    var members = new TreeMap<String, AttributeValue>(String.CASE_INSENSITIVE_ORDER.reversed());
    members.put("a", number("1"));
    members.put("b", number("2"));
    var list = new ListValue(items);
    var object = new ObjectValue(members);
    items.clear();
    members.clear();
    assertThat(list).isEqualTo(list(1));
    assertThat(CanonicalJson.text(object)).isEqualTo("{\"a\":1,\"b\":2}");
    assertThat(object.member("A")).isEmpty();
  }

  @Test
  void answers_for_its_members_by_kind() {
    ObjectValue value = object("text", "t", "object", object("a", 1), "list", list(1, 2));
    assertThat(value.textMember("text")).contains("t");
    assertThat(value.textMember("object")).isEmpty();
    assertThat(value.objectMember("object")).contains(object("a", 1));
    assertThat(value.objectMember("list")).isEmpty();
    assertThat(value.itemsOf("list")).containsExactly(number("1"), number("2"));
    assertThat(value.itemsOf("text")).isEmpty();
    assertThat(value.itemsOf("none")).isEmpty();
  }
}
