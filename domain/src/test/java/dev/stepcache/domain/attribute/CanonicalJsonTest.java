package dev.stepcache.domain.attribute;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.number;
import static dev.stepcache.domain.attribute.Values.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("SPEC 4: the canonical form")
class CanonicalJsonTest {

  @Test
  void has_no_white_space_and_sorted_members() {
    assertThat(CanonicalJson.text(object("b", list(1, true, null, "x"), "a", object("z", false))))
        .isEqualTo("{\"a\":{\"z\":false},\"b\":[1,true,null,\"x\"]}");
  }

  @Test
  @DisplayName("sorts members by UTF-16 code unit: a surrogate pair stands before U+E000")
  void sorts_members_by_utf16_code_unit() {
    var members =
        object(
            "\u20ac",
            5,
            "\r",
            1,
            "\ufb33",
            8,
            "1",
            2,
            "\ud83d\ude00",
            6,
            "\ue000",
            7,
            "\u0080",
            3,
            "\u00f6",
            4,
            "",
            0);
    assertThat(CanonicalJson.text(members))
        .isEqualTo(
            "{\"\":0,\"\\r\":1,\"1\":2,\"\u0080\":3,\"\u00f6\":4,\"\u20ac\":5,"
                + "\"\ud83d\ude00\":6,\"\ue000\":7,\"\ufb33\":8}");
  }

  @Test
  void escapes_what_must_be_escaped_and_nothing_else() {
    for (char c = 0; c < 0x3000; c++) {
      assertThat(CanonicalJson.text(AttributeValue.text("a" + c + "b")))
          .isEqualTo("\"a" + escaped(c) + "b\"");
    }
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\b' -> "\\b";
      case '\t' -> "\\t";
      case '\n' -> "\\n";
      case '\f' -> "\\f";
      case '\r' -> "\\r";
      default -> c < 0x20 ? "\\u00" + HexFormat.of().toHexDigits((byte) c) : Character.toString(c);
    };
  }

  @Test
  void is_written_in_utf8() {
    assertThat(CanonicalJson.bytes(AttributeValue.text("\u00e9\ud83d\ude00")))
        .isEqualTo(HexFormat.of().parseHex("22c3a9f09f988022"));
  }

  @ParameterizedTest(name = "{0} is written {1}")
  @CsvSource({
    "0, 0",
    "-0, 0",
    "0.000, 0",
    "0e99, 0",
    "1, 1",
    "1.0, 1",
    "1e0, 1",
    "10e-1, 1",
    "-1.50, -1.5",
    "9007199254740992, 9007199254740992",
    "9007199254740993, 9007199254740993",
    "0.1, 0.1",
    "0.30000000000000004, 0.30000000000000004",
    "0.000001, 0.000001",
    "0.00000123, 0.00000123",
    "1e-7, 1e-7",
    "0.00000012, 1.2e-7",
    "-1e-7, -1e-7",
    "100000000000000000000, 100000000000000000000",
    "999999999999999999999, 999999999999999999999",
    "123456789012345678901.5, 123456789012345678901.5",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "1000000000000000000000, 1e+21",
    "-1000000000000000000001, -1.000000000000000000001e+21",
    "123456789012345678901234567890, 1.2345678901234567890123456789e+29",
    "1e9999, 1e+9999",
    "1e-9999, 1e-9999",
    "-9.99e-9999, -9.99e-9999",
    "1000e9996, 1e+9999"
  })
  void writes_a_number_as_an_exact_decimal(String spelling, String canonical) {
    assertThat(CanonicalJson.text(number(spelling))).isEqualTo(canonical);
  }

  @Test
  void a_thousand_digits_are_all_kept() {
    String digits = "1" + "7".repeat(999);
    assertThat(CanonicalJson.text(number(digits))).isEqualTo("1." + "7".repeat(999) + "e+999");
    assertThat(CanonicalJson.text(number("0.00000" + digits))).isEqualTo("0.00000" + digits);
  }

  @Test
  void empty_things_differ_from_each_other_and_from_none() {
    assertThat(CanonicalJson.text(object("a", object()))).isEqualTo("{\"a\":{}}");
    assertThat(CanonicalJson.text(object("a", list()))).isEqualTo("{\"a\":[]}");
    assertThat(CanonicalJson.text(object("a", ""))).isEqualTo("{\"a\":\"\"}");
    assertThat(CanonicalJson.text(object())).isEqualTo("{}");
  }

  @Test
  void a_null_member_is_an_absent_one_and_a_null_item_stays() {
    assertThat(CanonicalJson.text(object("a", null, "b", object("c", null))))
        .isEqualTo("{\"b\":{}}");
    assertThat(CanonicalJson.text(list(null, object("c", null), null))).isEqualTo("[null,{},null]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"1\" | 1",
        "\"true\" | true",
        "\"null\" | null",
        "\"[]\" | []",
        "\"{}\" | {}",
      })
  void a_text_is_never_the_thing_that_it_spells(String text, String thing) {
    AttributeValue spelled =
        switch (thing) {
          case "1" -> AttributeValue.number(1);
          case "true" -> AttributeValue.bool(true);
          case "null" -> Values.value(null);
          case "[]" -> list();
          default -> object();
        };
    assertThat(CanonicalJson.text(spelled)).isEqualTo(thing);
    assertThat(CanonicalJson.text(AttributeValue.text(thing))).isEqualTo(text);
  }

  @Test
  void a_delimiter_moved_from_one_text_to_another_shows() {
    assertThat(CanonicalJson.text(object("x", "1y2", "y", "3")))
        .isNotEqualTo(CanonicalJson.text(object("x", "1", "y", "2y3")));
    assertThat(CanonicalJson.text(object("x", "1\",\"y\":\"2")))
        .isNotEqualTo(CanonicalJson.text(object("x", "1", "y", "2")));
  }
}
