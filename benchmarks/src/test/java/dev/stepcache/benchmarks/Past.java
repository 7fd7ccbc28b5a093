package dev.stepcache.benchmarks;

import dev.stepcache.application.Identifiers;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.attribute.AttributeSet;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Twenty days of ten pipelines of ten steps, each of which ran with twenty keys in turn and failed
 * every tenth time. The longer the history, the more runs of each key there are.
 */
final class Past {
  private static final int PIPELINES = 10;
  private static final int STEPS = 10;
  private static final int KEYS = 20;
  private static final int STEP = 2_000;

  /** In bytes, for histories that have to fit a disk. */
  static final int SMALL_STEP = 600;

  private static final Duration LENGTH = Duration.ofDays(20);
  private static final AttributeSet COUNTING =
      CacheableTypes.sageMaker().attributesOf(StepType.TRAINING).orElseThrow();

  private final Instant end = Instant.now();
  private final int stepBytes;
  private final List<Asked> known;
  private final List<Asked> unknown;

  Past() {
    this(STEP);
  }

  /** A past of steps of so many bytes. */
  Past(int stepBytes) {
    this.stepBytes = stepBytes;
    this.known = asked("known");
    this.unknown = asked("unknown");
  }

  /** A step in its pipeline. */
  record Asked(PipelineName pipeline, Step step, KeyDocument key) {
    PipelineId id() {
      return new PipelineId("id-of-" + pipeline.text());
    }

    StepScope scope() {
      return new StepScope(id(), step.name(), step.type(), RunKind.REAL);
    }

    String signature() {
      return key.signature().hex();
    }

    String json() {
      return CanonicalJson.text(step.content());
    }
  }

  private List<Asked> asked(String variant) {
    List<Asked> asked = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      for (int step = 0; step < STEPS; step++) {
        for (int pipeline = 0; pipeline < PIPELINES; pipeline++) {
          asked.add(asked(pipeline, "step-" + step, variant + key));
        }
      }
    }
    return asked;
  }

  private Asked asked(int pipeline, String step, String variant) {
    Step read = SampleStep.read(SampleStep.json(step, variant, stepBytes));
    return new Asked(
        new PipelineName("pipeline-" + pipeline), read, KeyDocument.of(read, COUNTING));
  }

  /** One of a few steps that have no part in this past. */
  Asked apart(int number) {
    return asked(0, "apart-" + number, "known");
  }

  /** The same, but for one hyperparameter. */
  Asked unknownApart(int number) {
    return asked(0, "apart-" + number, "unknown");
  }

  /** When half of it had passed. */
  Instant middle() {
    return end.minus(LENGTH.dividedBy(2));
  }

  /** A step that hits. */
  Asked known(Random random) {
    return known.get(random.nextInt(known.size()));
  }

  /** The same among those which so many runs have. */
  Asked known(Random random, int runs) {
    return known.get(random.nextInt(Math.min(runs, known.size())));
  }

  /** A step that ran before, but for one hyperparameter. */
  Asked unknown(Random random) {
    return unknown.get(random.nextInt(unknown.size()));
  }

  /** That past in so many runs. */
  Stream<HistoryRecord> records(int runs) {
    Stream<HistoryRecord> pipelines =
        known.stream()
            .limit(PIPELINES)
            .map(asked ->
                new Pipeline(asked.id(), asked.pipeline(), end.minus(LENGTH), Optional.empty()))
            .map(HistoryRecord.OfPipeline::new);
    return Stream.concat(
        pipelines, runs(runs).map(run -> new HistoryRecord.OfRun(run, Optional.empty())));
  }

  /** So many runs, the earliest first. */
  Stream<StepRun> runs(int runs) {
    Identifiers identifiers = new Identifiers(new Random(runs));
    return IntStream.range(0, runs)
        .mapToObj(
            i -> run(i, end.minus(LENGTH.multipliedBy(runs - i).dividedBy(runs)), identifiers));
  }

  private StepRun run(int number, Instant at, Identifiers identifiers) {
    Asked asked = known.get(number % known.size());
    StepRun.Executing run =
        new StepRun.Executing(
            identifiers.run(at), asked.scope(), asked.key(), Optional.empty(), at.minusSeconds(60));
    if (number / known.size() % 10 == 1) {
      return run.fail(at, "exit code 1");
    }
    return succeeded(run, at, number);
  }

  static StepRun.Succeeded succeeded(StepRun.Executing run, Instant at, int number) {
    AttributeValue job = AttributeValue.text("job-" + number);
    return run.succeed(at, StepOutputs.of(AttributeValue.object(Map.of("TrainingJobName", job))));
  }
}
