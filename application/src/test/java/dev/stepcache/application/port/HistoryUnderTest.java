package dev.stepcache.application.port;

import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.cache.PastRuns;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A history, and the words in which its contract speaks of it. */
public interface HistoryUnderTest {
  Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  Duration MINUTE = Duration.ofMinutes(1);
  Duration MILLI = Duration.ofMillis(1);

  /** The history under test: the same one throughout a test, empty when that begins. */
  RunHistory history();

  /** Another history of the same kind: also the same one throughout, also empty at first. */
  RunHistory anotherHistory();

  /** The pipeline that is used where it does not matter which. */
  default Pipeline pipeline() {
    return pipeline("abalone");
  }

  default Pipeline pipeline(String name) {
    return history().openPipeline(new PipelineName(name), NOON.minus(Duration.ofDays(400)));
  }

  /** The scope that is used where it does not matter which. */
  default StepScope scope() {
    return scopeIn(pipeline().id());
  }

  default StepScope scopeIn(PipelineId pipeline) {
    return new StepScope(pipeline, new StepName("Train"), StepType.TRAINING, RunKind.REAL);
  }

  default PastRuns past() {
    return history().pastRuns(scope());
  }

  default RunBuilder aRun() {
    return RunBuilder.aRun(scope());
  }

  /** Keeps a run as its states say: its start, and its end if it has one. */
  default <R extends StepRun> R kept(R run) {
    history().start(run.started(), Optional.empty());
    if (run instanceof StepRun.Ended ended) {
      history().complete(ended, Optional.empty());
    }
    return run;
  }
}
