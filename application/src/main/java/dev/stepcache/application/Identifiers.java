package dev.stepcache.application;

import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.StepRunId;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * New names for new things, asked for by many threads at once: the random source must bear that.
 */
public final class Identifiers {
  private static final String LETTERS_AND_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final int EXECUTION_LENGTH = 12;
  private static final int JOB_SUFFIX_LENGTH = 10;
  private static final int CALLBACK_TOKEN_LENGTH = 10;

  private final RandomGenerator random;

  public Identifiers(RandomGenerator random) {
    this.random = random;
  }

  /** A UUID of version 7 (RFC 9562): a later instant has a greater one. */
  private String uuid(Instant now) {
    long high = now.toEpochMilli() << 16 | 0x7000 | random.nextInt(0x1000);
    long low = random.nextLong() >>> 2 | 1L << 63;
    return new UUID(high, low).toString();
  }

  public StepRunId run(Instant now) {
    return new StepRunId(uuid(now));
  }

  public PipelineId pipeline(Instant now) {
    return new PipelineId(uuid(now));
  }

  /** Twelve lower-case letters and digits, as SageMaker's. */
  public ExecutionId execution() {
    return new ExecutionId(text(EXECUTION_LENGTH));
  }

  /** The name of a job of an execution, as SageMaker makes it. */
  public String job(ExecutionId execution, String step) {
    return "pipelines-%s-%s-%s".formatted(execution, step, text(JOB_SUFFIX_LENGTH));
  }

  /** What a callback is answered under, as long as SageMaker's. */
  public String callbackToken() {
    return text(CALLBACK_TOKEN_LENGTH);
  }

  /** Who is running things here, unlike anybody else. */
  public String owner() {
    return text(24);
  }

  private String text(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(LETTERS_AND_DIGITS.charAt(random.nextInt(LETTERS_AND_DIGITS.length())));
    }
    return text.toString();
  }
}
