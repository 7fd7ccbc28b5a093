package dev.stepcache.application.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.attribute.RandomValues;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * How many spellings are tried is the system property {@code stepcache.spellings}. A million:
 *
 * <pre>mvn -pl domain,application test -Dtest=SpellingTest -Dstepcache.spellings=1000000
 *     -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
@DisplayName("SPEC 4: all spellings of a value")
class SpellingTest {
  private static final long SPELLINGS = Long.getLong("stepcache.spellings", 20_000);
  private static final long AT_ONCE = 5_000;

  @Test
  void have_the_same_bytes() {
    LongStream.range(0, (SPELLINGS + AT_ONCE - 1) / AT_ONCE)
        .parallel()
        .forEach(seed -> spell(new SplittableRandom(seed)));
  }

  private static void spell(SplittableRandom random) {
    RandomValues values = new RandomValues(random);
    Scribe scribe = new Scribe(random);
    for (int i = 0; i < AT_ONCE; i++) {
      ObjectValue value = values.object(3);
      String text = scribe.write(value);
      AttributeValue read = JsonReader.read(text).get();
      if (!CanonicalJson.text(read).equals(CanonicalJson.text(value)) || !read.equals(value)) {
        throw new AssertionError(text + " is read as " + CanonicalJson.text(read));
      }
    }
  }

  @Test
  void are_no_more_than_one_when_canonical() {
    RandomValues values = new RandomValues(new SplittableRandom(1));
    for (int i = 0; i < 2_000; i++) {
      String canonical = CanonicalJson.text(values.value(3));
      assertThat(CanonicalJson.text(JsonReader.read(canonical).get())).isEqualTo(canonical);
    }
  }
}
