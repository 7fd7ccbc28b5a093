package dev.stepcache.domain.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SPEC 5: ExpireAfter")
class ExpireAfterTest {

  @Nested
  @DisplayName("as a text")
  class AsText {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
      "30d, P30D",
      "5y, P5Y",
      "T16m, PT16M",
      "30dT5h, P30DT5H",
      "PT1H, PT1H",
      "p30d, P30D",
      "P4DT12H, P4DT12H",
      "T12H, PT12H",
      "2w, P2W",
      "pt1h, PT1H",
      "1y2m3w4dT5h6m, P1Y2M3W4DT5H6M",
      "P1Y2M3W4DT5H6M, P1Y2M3W4DT5H6M",
      "P30M, P30M",
      "1m, P1M",
      "T1m, PT1M",
      "1yT1m, P1YT1M",
      "1y1d, P1Y1D",
      "999999999d, P999999999D",
      "000000001d, P1D",
      "0y1d, P1D",
      "0dT5m, PT5M",
      "1dT0h, P1D",
      "T0h1m, PT1M"
    })
    void is_read_in_either_case_and_printed_in_one(String text, String canonical) {
      assertThat(ExpireAfter.parse(text).get()).hasToString(canonical);
    }

    @Test
    void means_months_before_t_and_minutes_after_it() {
      assertThat(ExpireAfter.parse("2m").get()).isEqualTo(new ExpireAfter(0, 2, 0, 0, 0, 0));
      assertThat(ExpireAfter.parse("T2m").get()).isEqualTo(new ExpireAfter(0, 0, 0, 0, 0, 2));
      assertThat(ExpireAfter.parse("1y2m3w4dT5h6m").get())
          .isEqualTo(new ExpireAfter(1, 2, 3, 4, 5, 6));
    }

    @ParameterizedTest(name = "{0} is refused at {1}: expected {2}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        ignoreLeadingAndTrailingWhitespace = false,
        value = {
          "``|0|P, a number or T",
          "P|1|a number or T",
          "p|1|a number or T",
          "T|1|a number",
          "PT|2|a number",
          "30|2|Y, M, W, D",
          "P30|3|Y, M, W, D",
          "T30|3|H, M",
          "-1d|0|P, a number or T",
          "+1d|0|P, a number or T",
          "P-1d|1|a number or T",
          "1.5h|1|Y, M, W, D",
          "1,5d|1|Y, M, W, D",
          "5h|1|Y, M, W, D (hours and minutes follow a T)",
          "1d5h|2|T or the end of the text",
          "1m5h|3|W, D (hours and minutes follow a T)",
          "T5s|2|H, M (there are no seconds)",
          "T1h5s|4|M (there are no seconds)",
          "1d2d|2|T or the end of the text",
          "1d2y|2|T or the end of the text",
          "1m2y|3|W, D",
          "1y1y|3|M, W, D",
          "T1m2h|3|the end of the text",
          "T1h2h|4|M",
          "30 d|2|Y, M, W, D",
          " 30d|0|P, a number or T",
          "30d |3|T or the end of the text",
          "1dT|3|a number",
          "P1YT|4|a number",
          "TT1h|1|a number",
          "PP1d|1|a number or T",
          "P1dP|3|T or the end of the text",
          "T1hx|3|the end of the text",
          "T1d|2|H, M",
          "0d|0|a duration longer than 0",
          "P0Y0M0W0DT0H0M|0|a duration longer than 0",
          "T0m|0|a duration longer than 0",
          "1234567890d|9|a unit after at most 9 digits",
          "0000000001d|9|a unit after at most 9 digits",
          "1d1T|2|T or the end of the text",
          "\u0663d|0|P, a number or T",
          "1\u0131|1|Y, M, W, D",
          "\uff11d|0|P, a number or T",
          "d|0|P, a number or T",
          "1x|1|Y, M, W, D"
        })
    void is_refused_with_the_position_and_what_was_expected(
        String text, int position, String expected) {
      assertThat(ExpireAfter.parse(text).getLeft())
          .isEqualTo(new ExpireAfterSyntaxError(text, position, expected));
    }

    @Test
    void is_refused_in_words() {
      assertThat(ExpireAfter.parse("30x").getLeft().message())
          .isEqualTo("\"30x\" is no ExpireAfter: at position 2 expected Y, M, W, D, but found 'x'");
      assertThat(ExpireAfter.parse("30").getLeft().message())
          .isEqualTo(
              "\"30\" is no ExpireAfter: at position 2 expected Y, M, W, D, but the text ends");
    }

    @Test
    void is_refused_in_whole_characters() {
      assertThat(ExpireAfter.parse("30\ud83d\ude00").getLeft().message())
          .endsWith("but found '\ud83d\ude00'");
    }

    @Test
    void is_read_back_from_what_it_prints() {
      SplittableRandom random = new SplittableRandom(5);
      for (int i = 0; i < 100_000; i++) {
        long[] amounts = random.longs(6, 0, amountBound(random)).toArray();
        amounts[random.nextInt(6)]++;
        var written =
            new ExpireAfter(amounts[0], amounts[1], amounts[2], amounts[3], amounts[4], amounts[5]);
        assertThat(ExpireAfter.parse(written.toString()).get()).isEqualTo(written);
      }
    }

    private static long amountBound(SplittableRandom random) {
      return random.nextBoolean() ? 2 : ExpireAfter.MAX;
    }

    @Test
    void is_read_or_refused_whatever_it_is() {
      SplittableRandom random = new SplittableRandom(6);
      for (int i = 0; i < 200_000; i++) {
        String text = anyText(random);
        ExpireAfter.parse(text)
            .peek(read -> assertThat(ExpireAfter.parse(read.toString()).get()).isEqualTo(read))
            .peekLeft(error -> assertThat(error.position()).isBetween(0, text.length()));
      }
    }

    private static String anyText(SplittableRandom random) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--) {
        text.append("pPtTyYmMwWdDhHsS0199 .-".charAt(random.nextInt(23)));
      }
      return text.toString();
    }
  }

  @Nested
  @DisplayName("R13: as a cutoff")
  class AsCutoff {

    @ParameterizedTest(name = "{0} before {1} is {2}")
    @CsvSource({
      "1m, 2026-03-31T12:00:00Z, 2026-02-28T12:00:00Z",
      "1m, 2024-03-31T12:00:00Z, 2024-02-29T12:00:00Z",
      "1y, 2024-02-29T00:00:00Z, 2023-02-28T00:00:00Z",
      "4y, 2024-02-29T00:00:00Z, 2020-02-29T00:00:00Z",
      "12m, 2024-02-29T00:00:00Z, 2023-02-28T00:00:00Z",
      "1y12m, 2024-02-29T00:00:00Z, 2022-02-28T00:00:00Z",
      "10y, 2026-03-31T00:00:00Z, 2016-03-31T00:00:00Z",
      "1m, 2026-01-31T12:00:00Z, 2025-12-31T12:00:00Z",
      "2w, 2026-03-01T00:00:00Z, 2026-02-15T00:00:00Z",
      "1w1d, 2024-03-08T00:00:00Z, 2024-02-29T00:00:00Z",
      "T12H, 2026-03-01T06:30:00Z, 2026-02-28T18:30:00Z",
      "T16m, 2026-01-01T00:00:00.250Z, 2025-12-31T23:44:00.250Z",
      "PT24H, 2026-03-30T00:30:00Z, 2026-03-29T00:30:00Z",
      "365d, 1970-06-01T00:00:00Z, 1969-06-01T00:00:00Z"
    })
    void counts_back_in_utc_calendar_time(String text, Instant now, Instant cutoff) {
      assertThat(ExpireAfter.parse(text).get().cutoff(now)).isEqualTo(cutoff);
    }

    @Test
    @DisplayName("takes months first, then days, then hours")
    void takes_the_large_units_first() {
      // Days first would land on 28 February by way of 30 March.
      assertThat(ExpireAfter.parse("1m1d").get().cutoff(Instant.parse("2026-03-31T00:00:00Z")))
          .isEqualTo("2026-02-27T00:00:00Z");
      // Hours first would land on 28 February by way of 30 March.
      assertThat(ExpireAfter.parse("1mT1h").get().cutoff(Instant.parse("2026-03-31T00:30:00Z")))
          .isEqualTo("2026-02-27T23:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "999999999y",
          "999999999y999999999m",
          "999999999y999999999m999999999w999999999dT999999999h999999999m",
        })
    void before_all_time_is_no_limit(String text) {
      Instant cutoff = ExpireAfter.parse(text).get().cutoff(Instant.parse("2026-01-01T00:00:00Z"));
      assertThat(cutoff).isBefore(Instant.parse("-900000000-01-01T00:00:00Z"));
    }

    @Test
    void at_the_edge_of_time_is_no_limit() {
      assertThat(ExpireAfter.parse("999999999y999999999m").get().cutoff(Instant.EPOCH))
          .isEqualTo(Instant.MIN);
      assertThat(ExpireAfter.parse("T1m").get().cutoff(Instant.MIN)).isEqualTo(Instant.MIN);
    }

    @Test
    void is_earlier_for_a_longer_time() {
      SplittableRandom random = new SplittableRandom(7);
      for (int i = 0; i < 100_000; i++) {
        Instant now = Instant.ofEpochMilli(random.nextLong(4_102_444_800_000L));
        long days = random.nextLong(ExpireAfter.MAX);
        var shorter = new ExpireAfter(0, 0, 0, days, 0, 1);
        var longer = new ExpireAfter(0, 0, 0, days, 0, 2);
        assertThat(longer.cutoff(now)).isBefore(shorter.cutoff(now));
        assertThat(shorter.cutoff(now)).isBefore(now);
      }
    }
  }

  @Nested
  @DisplayName("as months that may be meant as minutes")
  class AsMonths {

    @ParameterizedTest
    @CsvSource({"P30M, PT30M", "1m, PT1M"})
    void may_have_meant_minutes(String text, String meant) {
      assertThat(ExpireAfter.parse(text).get().perhapsMeant())
          .hasValueSatisfying(perhaps -> assertThat(perhaps).hasToString(meant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT30M", "1y30m", "30m1d", "30mT1h", "30mT1m", "30d"})
    void says_what_it_means_otherwise(String text) {
      assertThat(ExpireAfter.parse(text).get().perhapsMeant()).isEmpty();
    }
  }

  @Test
  void has_a_length_and_no_negative_amount() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ExpireAfter(0, 0, 0, 0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ExpireAfter(0, 0, 0, -1, 0, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExpireAfter(0, 0, 0, 1_000_000_000, 0, 0));
  }
}
