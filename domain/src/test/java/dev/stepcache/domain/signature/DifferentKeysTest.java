package dev.stepcache.domain.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * How many pairs are tried is the system property {@code stepcache.pairs}. Ten million:
 *
 * <pre>mvn -pl domain test -Dtest=DifferentKeysTest -Dstepcache.pairs=10000000</pre>
 */
@DisplayName("SPEC 4: different key documents")
class DifferentKeysTest {
  private static final long PAIRS = Long.getLong("stepcache.pairs", 60_000);
  private static final long AT_ONCE = 20_000;

  @Test
  void have_different_bytes() {
    long tried =
        LongStream.range(0, (PAIRS + AT_ONCE - 1) / AT_ONCE)
            .parallel()
            .map(seed -> different(new SplittableRandom(seed)))
            .sum();
    assertThat(tried).isGreaterThanOrEqualTo(PAIRS);
  }

  /** Tries so many pairs, and besides every document against all earlier ones. */
  private static long different(SplittableRandom random) {
    RandomKeys keys = new RandomKeys(random);
    Map<String, KeyDocument> seen = new HashMap<>();
    long tried = 0;
    while (tried < AT_ONCE) {
      KeyDocument one = keys.keyDocument();
      KeyDocument other = random.nextInt(4) == 0 ? keys.keyDocument() : keys.nearMiss(one);
      boolean same = RandomKeys.same(one, other);
      requireBytes(same, one, other);
      requireBytes(true, one, seen.getOrDefault(one.canonical(), one));
      requireBytes(true, other, seen.getOrDefault(other.canonical(), other));
      seen.put(one.canonical(), one);
      seen.put(other.canonical(), other);
      tried += same ? 0 : 1;
    }
    return tried;
  }

  private static void requireBytes(boolean same, KeyDocument one, KeyDocument other) {
    boolean equalBytes =
        Arrays.equals(one.canonical().getBytes(UTF_8), other.canonical().getBytes(UTF_8));
    if (equalBytes != same || one.equals(other) != same || RandomKeys.same(one, other) != same) {
      throw new AssertionError(
          (same ? "one document: " : "two documents: ") + one.tree() + "\n" + other.tree());
    }
  }
}
