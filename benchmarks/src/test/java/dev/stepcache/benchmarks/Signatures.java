package dev.stepcache.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.domain.attribute.AttributeSet;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepType;
import java.security.MessageDigest;
import java.time.Duration;

/** From a step to its signature, beside SHA-256 of the same canonical bytes. */
final class Signatures {
  private static final AttributeSet COUNTING =
      CacheableTypes.sageMaker().attributesOf(StepType.TRAINING).orElseThrow();

  private Signatures() {}

  static void measure() throws Exception {
    Table.chapter("Signature of a step");
    measure("2 kB", 2_000, 50);
    measure("100 kB", 100_000, 2);
  }

  private static void measure(String size, int bytes, int repeats) throws Exception {
    byte[] json = SampleStep.json("train", "1", bytes).getBytes(UTF_8);
    Step step = SampleStep.read(json);
    byte[] canonical = KeyDocument.of(step, COUNTING).canonical().getBytes(UTF_8);

    String sha = "SHA-256 of %,d bytes".formatted(canonical.length);
    String signature = size + ", of a step at hand";
    String read = size + ", of a step's JSON";
    SideBySide.Times times =
        new SideBySide()
            .with(sha, repeats, () -> MessageDigest.getInstance("SHA-256").digest(canonical))
            .with(signature, repeats, () -> KeyDocument.of(step, COUNTING).signature())
            .with(read, repeats, () -> KeyDocument.of(SampleStep.read(json), COUNTING).signature())
            .measure(Duration.ofSeconds(4), 21, 100);
    Table.line(times, signature, sha);
    Table.line(times, read, sha);
  }
}
