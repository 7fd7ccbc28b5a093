package dev.stepcache.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.domain.attribute.AttributeSet;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.signature.Signature;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.erdtman.jcs.JsonCanonicalizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From a step to its signature, beside SHA-256 of the same canonical bytes and beside another
 * implementation of canonical JSON.
 */
@State(Scope.Benchmark)
public class Signatures {
  private static final AttributeSet COUNTING =
      CacheableTypes.sageMaker().attributesOf(StepType.TRAINING).orElseThrow();

  /** About how long the step is. */
  @Param({"2000", "100000"})
  public int bytes = 2_000;

  private Sample sample = new Sample(bytes);

  private static final class Sample {
    private final byte[] json;
    private final Step step;
    private final byte[] canonical;

    Sample(int bytes) {
      json = SampleStep.json("train", "1", bytes).getBytes(UTF_8);
      step = SampleStep.read(json);
      canonical = KeyDocument.of(step, COUNTING).canonical().getBytes(UTF_8);
    }
  }

  static void measure() throws Exception {
    Table.chapter("Signature of a step");
    measure("2 kB", 2_000);
    measure("100 kB", 100_000);
  }

  private static void measure(String size, int bytes) throws Exception {
    String step = size + ", of a step at hand";
    String json = size + ", of a step's JSON";
    String sha = "SHA-256 of %,d bytes".formatted(new Sample(bytes).canonical.length);
    String other = "java-json-canonicalization";
    SideBySide.Times times =
        new Microbenchmarks(Signatures.class)
            .with(step, "ofStep", "bytes", bytes)
            .with(json, "ofJson", "bytes", bytes)
            .with(sha, "sha256", "bytes", bytes)
            .with(other, "otherOfJson", "bytes", bytes)
            .measure();
    Table.line(times, step, sha, "<= 5");
    Table.line(times, json, sha, "<= 9");
    Table.line(times, json, other, "<= 0.33");
  }

  @Setup
  public void prepare() {
    sample = new Sample(bytes);
  }

  @Benchmark
  public Signature ofStep() {
    return KeyDocument.of(sample.step, COUNTING).signature();
  }

  @Benchmark
  public Signature ofJson() {
    return KeyDocument.of(SampleStep.read(sample.json), COUNTING).signature();
  }

  @Benchmark
  public byte[] sha256() throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(sample.canonical);
  }

  /** The digest of all that the step's JSON holds. */
  @Benchmark
  public byte[] otherOfJson() throws GeneralSecurityException, IOException {
    byte[] canonical = new JsonCanonicalizer(sample.json).getEncodedUTF8();
    return MessageDigest.getInstance("SHA-256").digest(canonical);
  }
}
