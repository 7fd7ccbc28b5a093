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
  private static final int STEP_BYTES = 2_000;
  private static final Duration LENGTH = Duration.ofDays(20);
  private static final AttributeSet COUNTING =
      CacheableTypes.sageMaker().attributesOf(StepType.TRAINING).orElseThrow();

  private final Instant end = Instant.now();
  private final List<Asked> known = asked("known");
  private final List<Asked> unknown = asked("unknown");

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

  private static List<Asked> asked(String variant) {
    List<Asked> asked = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      for (int step = 0; step < STEPS; step++) {
        Step read = SampleStep.read(SampleStep.json("step-" + step, variant + key, STEP_BYTES));
        KeyDocument document = KeyDocument.of(read, COUNTING);
        for (int pipeline = 0; pipeline < PIPELINES; pipeline++) {
          asked.add(new Asked(pipeline(pipeline), read, document));
        }
      }
    }
    return asked;
  }

  private static PipelineName pipeline(int number) {
    return new PipelineName("pipeline-" + number);
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
    Identifiers identifiers = new Identifiers(new Random(runs));
    Stream<HistoryRecord> pipelines =
        known.stream()
            .limit(PIPELINES)
            .map(asked ->
                new Pipeline(asked.id(), asked.pipeline(), end.minus(LENGTH), Optional.empty()))
            .map(HistoryRecord.OfPipeline::new);
    Stream<HistoryRecord> ofRuns =
        IntStream.range(0, runs)
            .mapToObj(
                i -> run(i, end.minus(LENGTH.multipliedBy(runs - i).dividedBy(runs)), identifiers))
            .map(run -> new HistoryRecord.OfRun(run, Optional.empty()));
    return Stream.concat(pipelines, ofRuns);
  }

  private StepRun run(int number, Instant at, Identifiers identifiers) {
    Asked asked = known.get(number % known.size());
    StepRun.Executing run =
        new StepRun.Executing(
            identifiers.run(at), asked.scope(), asked.key(), Optional.empty(), at.minusSeconds(60));
    if (number / known.size() % 10 == 1) {
      return run.fail(at, "exit code 1");
    }
    AttributeValue job = AttributeValue.text("job-" + number);
    return run.succeed(at, StepOutputs.of(AttributeValue.object(Map.of("TrainingJobName", job))));
  }
}
