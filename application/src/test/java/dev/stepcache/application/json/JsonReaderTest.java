package dev.stepcache.application.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SPEC 4: a JSON text")
class JsonReaderTest {

  @Nested
  @DisplayName("is read exactly:")
  class Read {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "1|1",
          "1.0|1",
          "1e0|1",
          "1E+0|1",
          "10e-1|1",
          "-0|0",
          "-0.0e-5|0",
          "9007199254740992|9007199254740992",
          "9007199254740993|9007199254740993",
          "1e20|100000000000000000000",
          "1e21|1e+21",
          "0.000001|0.000001",
          "1e-7|1e-7",
          "123456789012345678901234567890|1.2345678901234567890123456789e+29",
          "1e-9999|1e-9999",
          "1e9999|1e+9999",
          "1e0009|1000000000",
          "\"1\"|\"1\"",
          "true|true",
          "null|null",
          "[null, null]|[null,null]",
          "{\"a\": null}|{}",
          "{\"a\": null, \"b\": [], \"c\": {}, \"d\": \"\"}|{\"b\":[],\"c\":{},\"d\":\"\"}",
          "{\"x\":\"1y2\",\"y\":\"3\"}|{\"x\":\"1y2\",\"y\":\"3\"}",
          "{\"y\":\"2y3\",\"x\":\"1\"}|{\"x\":\"1\",\"y\":\"2y3\"}",
          "\"\\u0041\\/\\u002f\\n\\u000a\"|\"A//\\n\\n\"",
          "\"\\ud83d\\ude00\"|\"\ud83d\ude00\"",
          "\"\\u2028\"|\"\u2028\"",
          "{\"\\u0061\":1}|{\"a\":1}"
        })
    void every_spelling_of_a_value_is_one_value(String text, String canonical) {
      assertThat(CanonicalJson.text(JsonReader.read(text).get())).isEqualTo(canonical);
    }

    @Test
    void a_byte_order_mark_is_skipped_once() {
      assertThat(JsonReader.read("\ufeff{}").get()).isEqualTo(JsonReader.read("{}").get());
      assertThat(JsonReader.read("\ufeff\ufeff{}").isLeft()).isTrue();
    }

    @Test
    void values_nested_256_deep() {
      String deepList = "[".repeat(256) + "]".repeat(256);
      assertThat(CanonicalJson.text(JsonReader.read(deepList).get())).isEqualTo(deepList);
      String deepObject = "{\"a\":".repeat(256) + "1" + "}".repeat(256);
      assertThat(CanonicalJson.text(JsonReader.read(deepObject).get())).isEqualTo(deepObject);
    }

    @Test
    void numbers_of_a_thousand_digits() {
      String digits = "1".repeat(1_000);
      assertThat(JsonReader.read(digits).isRight()).isTrue();
      assertThat(JsonReader.read("0." + digits.substring(1)).isRight()).isTrue();
      assertThat(JsonReader.read("-" + digits + "e-9999").isRight()).isTrue();
    }

    @Test
    void documents_of_10_mib() {
      byte[] document = " ".repeat(JsonReader.MAX_BYTES).getBytes(ISO_8859_1);
      document[JsonReader.MAX_BYTES - 1] = '1';
      assertThat(JsonReader.read(document).get()).isEqualTo(AttributeValue.number(1));
    }

    @Test
    void what_this_program_wrote_can_always_be_read_back() {
      String number = "1." + "3".repeat(999) + "e-6";
      String stored =
          CanonicalJson.text(
              AttributeValue.list(
                  JsonReader.read(number).get(),
                  JsonReader.read("[".repeat(256) + "]".repeat(256)).get()));
      assertThat(CanonicalJson.text(JsonReader.readOwn(stored))).isEqualTo(stored);
    }
  }

  @Nested
  @DisplayName("is refused with its place:")
  class Refused {

    @ParameterizedTest(name = "{0}: {1}:{2} {3}")
    @MethodSource("dev.stepcache.application.json.JsonReaderTest#refused")
    void what_could_be_read_in_two_ways_or_is_over_a_limit(
        String text, int line, int column, String pointer, String message) {
      assertThat(JsonReader.read(text).getLeft())
          .isEqualTo(new JsonFault(line, column, pointer, message));
    }

    @ParameterizedTest(name = "{0}: {1}:{2} {3}")
    @MethodSource("dev.stepcache.application.json.JsonReaderTest#malformed")
    void what_is_no_json(String text, int line, int column, String pointer) {
      JsonFault fault = JsonReader.read(text).getLeft();
      assertThat(fault).isEqualTo(new JsonFault(line, column, pointer, fault.message()));
      assertThat(fault.message()).startsWith("no JSON: ").doesNotContain("Source", "Feature");
    }

    @Test
    void lone_surrogates_as_they_are() {
      assertThat(JsonReader.read("{\"a\":\"\ud800\"}").getLeft())
          .isEqualTo(new JsonFault(1, 7, "", "the lone surrogate U+D800"));
      assertThat(JsonReader.read("{\"\udc00\":1}").getLeft())
          .isEqualTo(new JsonFault(1, 3, "", "the lone surrogate U+DC00"));
    }

    @Test
    void lone_surrogates_in_any_escape_of_a_name_or_a_text() {
      SplittableRandom random = new SplittableRandom(8);
      for (int i = 0; i < 20_000; i++) {
        StringBuilder escapes = new StringBuilder();
        StringBuilder plain = new StringBuilder();
        for (int length = 1 + random.nextInt(4); length > 0; length--) {
          char c = "\ud83d\ude00\udbff\udfffa".charAt(random.nextInt(5));
          plain.append(c);
          escapes.append("\\u%04x".formatted((int) c));
        }
        String text = plain.toString();
        boolean whole = new String(text.getBytes(UTF_8), UTF_8).equals(text);
        assertThat(JsonReader.read("\"" + escapes + "\"").isRight()).isEqualTo(whole);
        assertThat(JsonReader.read("{\"" + escapes + "\":1}").isRight()).isEqualTo(whole);
      }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "7b0a2261223a22eda08022, 2, 6, 7",
      "22ff22, 1, 2, 1",
      "22c3, 1, 2, 1",
      "22c0af22, 1, 2, 1",
      "0a0d0a22e282acff, 3, 3, 7",
      "5b310a2c22c3a9ff, 2, 4, 7",
      "efbbbf22ff22, 1, 2, 4"
    })
    void bytes_that_are_no_utf8(String bytes, int line, int column, int at) {
      assertThat(JsonReader.read(HexFormat.of().parseHex(bytes)).getLeft())
          .isEqualTo(new JsonFault(line, column, "", "byte " + at + " is no UTF-8"));
    }

    @Test
    void nesting_over_256() {
      assertThat(JsonReader.read("[".repeat(257) + "]".repeat(257)).getLeft())
          .isEqualTo(
              new JsonFault(
                  1, 257, "/0".repeat(256), "values are nested more than 256 levels deep"));
      assertThat(JsonReader.read("{\"a\":".repeat(257) + "1" + "}".repeat(257)).getLeft())
          .isEqualTo(
              new JsonFault(
                  1, 256 * 5 + 1, "/a".repeat(256), "values are nested more than 256 levels deep"));
      assertThat(JsonReader.read("[".repeat(5_000_000)).isLeft()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.", "-", "0.00"})
    void numbers_over_a_thousand_digits(String before) {
      assertThat(JsonReader.read("[" + before + "1".repeat(1_001) + "]").getLeft())
          .isEqualTo(new JsonFault(1, 2, "/0", "a number has more than 1,000 digits"));
    }

    @Test
    @DisplayName("numbers over 1,000 digits as written, zeros before the first one left out")
    void numbers_over_a_thousand_digits_as_written() {
      assertThat(JsonReader.read("1" + "0".repeat(1_000)).isLeft()).isTrue();
      assertThat(JsonReader.read("1." + "0".repeat(1_000)).isLeft()).isTrue();
      assertThat(JsonReader.read("0." + "0".repeat(1_000) + "1").get())
          .isEqualTo(JsonReader.read("1e-1001").get());
      assertThat(JsonReader.read("0." + "0".repeat(9_000_000) + "1").isLeft()).isTrue();
    }

    @Test
    void documents_over_10_mib() {
      assertThat(JsonReader.read(new byte[JsonReader.MAX_BYTES + 1]).getLeft().message())
          .isEqualTo("the document has 10485761 bytes, 10 MiB are the most");
      String twoBytesEach = "\"" + "\u00e9".repeat(JsonReader.MAX_BYTES / 2) + "\"";
      assertThat(twoBytesEach.getBytes(UTF_8)).hasSize(JsonReader.MAX_BYTES + 2);
      assertThat(JsonReader.read(twoBytesEach).isLeft()).isTrue();
    }

    @Test
    void what_this_program_never_wrote_is_a_broken_promise() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> JsonReader.readOwn("{\"a\":1,\"a\":1}"))
          .withMessageContaining("twice");
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("{\"a\":1,\"a\":2}", 1, 8, "/a", "the member \"a\" stands here twice"),
        arguments(
            "{\"b\":[{\"a\":1,\n\"\\u0061\":null}]}",
            2,
            1,
            "/b/0/a",
            "the member \"a\" stands here twice"),
        arguments("{\"a\":null,\"a\":1}", 1, 11, "/a", "the member \"a\" stands here twice"),
        arguments(
            "{\"a/~\":{\"x\":1,\"x\":1}}", 1, 15, "/a~1~0/x", "the member \"x\" stands here twice"),
        arguments("[1,\n \"\\ud800\"]", 2, 2, "/1", "a text has the lone surrogate U+D800"),
        arguments(
            "{\"a\":\"x\\udc00\\ud800\"}", 1, 6, "/a", "a text has the lone surrogate U+DC00"),
        arguments("{\"a\":\"\ud800\"}", 1, 7, "", "the lone surrogate U+D800"),
        arguments("{\"a\":[1,1e10000]}", 1, 9, "/a/1", "a number has an exponent beyond ±9,999"),
        arguments("{\"a\":1e-10000}", 1, 6, "/a", "a number has an exponent beyond ±9,999"),
        arguments("0e10000", 1, 1, "", "a number has an exponent beyond ±9,999"),
        arguments("10e9999", 1, 1, "", "a number has an exponent beyond ±9,999"),
        arguments("0.1e-9999", 1, 1, "", "a number has an exponent beyond ±9,999"),
        arguments("1e99999999999999999999", 1, 1, "", "a number has an exponent beyond ±9,999"),
        arguments("{} {}", 1, 4, "", "the document ends before here, but more text follows"),
        arguments("1\n2", 2, 1, "", "the document ends before here, but more text follows"),
        arguments("", 1, 1, "", "a JSON value was expected"),
        arguments(" \n ", 2, 2, "", "a JSON value was expected"));
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        arguments("{", 1, 2, ""),
        arguments("[1,", 1, 4, "/1"),
        arguments("[1,]", 1, 4, "/1"),
        arguments("{\"a\":1,}", 1, 8, "/a"),
        arguments("{\"a\":{\"b\":[tru]}}", 1, 12, "/a/b/0"),
        arguments("{\"a\" 1}", 1, 6, "/a"),
        arguments("{a:1}", 1, 2, ""),
        arguments("{'a':1}", 1, 2, ""),
        arguments("[01]", 1, 3, "/0"),
        arguments("[+1]", 1, 3, "/0"),
        arguments("[.5]", 1, 2, "/0"),
        arguments("[1.]", 1, 3, "/0"),
        arguments("[NaN]", 1, 5, "/0"),
        arguments("[-Infinity]", 1, 11, "/0"),
        arguments("// no\n1", 1, 1, ""),
        arguments("\"a\nb\"", 1, 3, ""),
        arguments("\"\\x\"", 1, 3, ""),
        arguments("\"\\u00g0\"", 1, 6, ""),
        arguments("\"open", 1, 6, ""),
        arguments("{} x", 1, 4, ""),
        arguments("]", 1, 1, ""),
        arguments("{\"\\ud83d\":1}", 1, 9, ""),
        arguments("{\"o\":{\"a\\ude00\":1}}", 1, 15, "/o"),
        arguments("\u00a01", 1, 1, ""));
  }

  @Test
  void a_fault_is_told_in_one_line() {
    assertThat(new JsonFault(3, 7, "/a/0", "no value"))
        .hasToString("line 3, column 7 (/a/0): no value");
    assertThat(new JsonFault(1, 1, "", "no value")).hasToString("line 1, column 1: no value");
  }
}
