package dev.stepcache.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.CanonicalJson;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordPathTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$       | a,b,c,d",
        "$[1]    | b",
        "$[-1]   | d",
        "$[3,0]  | d,a",
        "$[1:3]  | b,c",
        "$[:2]   | a,b",
        "$[-2:]  | c,d",
        "$[2:99] | c,d",
        "$[3:1]  |",
        "$[9]    |",
        "$.name  |"
      })
  void columns_are_taken_by_position(String path, @Nullable String taken) {
    assertThat(RecordPath.parse(path).get().of(List.of("a", "b", "c", "d")).map(Csv::row))
        .isEqualTo(Optional.ofNullable(taken));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "$.a.b      | [1,2,3]",
        "$['a'].b[0]| 1",
        "$.a.b[0,2] | [1,3]",
        "$.a.b[1:]  | [2,3]",
        "$.a.none   |",
        "$[0]       |"
      })
  void members_are_taken_by_name(String path, @Nullable String taken) {
    assertThat(
            RecordPath.parse(path)
                .get()
                .of(Workshop.json("{\"a\": {\"b\": [1, 2, 3]}}"))
                .map(CanonicalJson::text))
        .isEqualTo(Optional.ofNullable(taken));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "$..a", "$.*", "$[*]", "$[?(@.x)]", "$[::2]", "$[1", "$.a b"})
  void other_paths_are_refused(String path) {
    assertThat(RecordPath.parse(path).isLeft()).isTrue();
  }
}
