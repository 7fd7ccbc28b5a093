package dev.stepcache.application.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.RandomValues;
import io.vavr.control.Either;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SPEC 4: the quick reading of a document")
class PlainJsonTest {
  private static final int DOCUMENTS = 20_000;

  @Test
  void reads_what_the_thorough_one_reads() {
    SplittableRandom random = new SplittableRandom(1);
    int read = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      Scribe scribe = new Scribe(random);
      byte[] document = scribe.write(new RandomValues(random).value(4)).getBytes(UTF_8);
      read += readAlike(document) ? 1 : 0;
    }
    assertThat(read).as("documents that it did not give up").isGreaterThan(DOCUMENTS / 3);
  }

  @Test
  void reads_nothing_that_the_thorough_one_refuses() {
    SplittableRandom random = new SplittableRandom(2);
    int read = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      Scribe scribe = new Scribe(random);
      byte[] document = scribe.write(new RandomValues(random).value(3)).getBytes(UTF_8);
      read += readAlike(damaged(document, random)) ? 1 : 0;
    }
    assertThat(read).as("documents that were none, or another, after that").isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{,}",
        "[01]",
        "[-]",
        "[1.]",
        "[.5]",
        "[+1]",
        "[1e]",
        "[1e+]",
        "[--1]",
        "[0x1]",
        "[NaN]",
        "tru",
        "truee",
        "[nul]",
        "\"",
        "\"\\",
        "\"\\u12",
        "\"\\u12G4\"",
        "\"\\x41\"",
        "\"\t\"",
        "\"\u0000\"",
        "",
        " ",
        "[1 2]",
        "[1]]",
        "{\"a\" 1}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":null,\"a\":1}",
        "{\"\\u0061\":1,\"a\":2}",
        "[\"\\ud800\"]",
        "[1e10000]",
        "[1e-99999999999]",
        "[\f1]",
        "// 1\n1",
        "1\u0000",
        "[1]\u00a0",
        "{\"é\":1,\"é\":2}",
        "\"\uFFFD\"",
        "\"é\\u00e9\"",
        "[-0]",
        "[-0.0]",
        "[100000000000000000000]"
      })
  void is_the_thorough_one_s_in_every_corner(String document) {
    readAlike(document.getBytes(UTF_8));
  }

  @Test
  void is_the_thorough_one_s_at_the_limit_of_depth() {
    int most = JsonReader.MAX_DEPTH;
    assertThat(readAlike(("[".repeat(most) + "]".repeat(most)).getBytes(UTF_8))).isTrue();
    assertThat(readAlike(("[".repeat(most + 1) + "]".repeat(most + 1)).getBytes(UTF_8))).isFalse();
  }

  @Test
  void tells_names_apart_that_are_looked_for_in_one_place() {
    StringBuilder document = new StringBuilder("{");
    for (int i = 0; i < 5_000; i++) {
      document.append("\"name-%d-a\":%d,".formatted(i, i));
    }
    assertThat(readAlike(document.append("\"\":0}").toString().getBytes(UTF_8))).isTrue();
  }

  @Test
  @DisplayName("refuses text whose bytes would not be its own: a lone surrogate")
  void a_lone_surrogate_is_no_question_mark() {
    assertThat(JsonReader.read("[\"?\"]").isRight()).isTrue();
    assertThat(JsonReader.read("[\"\ud800\"]").getLeft().message()).contains("U+D800");
  }

  /** Whether both read it; what one reads the other does, and reads the same. */
  private static boolean readAlike(byte[] document) {
    Optional<AttributeValue> plain = PlainJson.read(document, JsonReader.MAX_DEPTH);
    if (plain.isPresent()) {
      assertThat(JsonReader.readThoroughly(document))
          .as(new String(document, UTF_8))
          .isEqualTo(Either.right(plain.get()));
    }
    return plain.isPresent();
  }

  private static byte[] damaged(byte[] document, SplittableRandom random) {
    byte[] damaged = document.clone();
    int at = random.nextInt(damaged.length);
    switch (random.nextInt(4)) {
      case 0 -> damaged[at] = (byte) random.nextInt(256);
      case 1 -> damaged[at] = (byte) "{}[]\",:\\ue+-.0 ".charAt(random.nextInt(15));
      case 2 -> damaged = Arrays.copyOf(damaged, at);
      default -> System.arraycopy(document, 0, damaged, at, damaged.length - at);
    }
    return damaged;
  }
}
