package dev.stepcache.persistence.jooq;

import static dev.stepcache.application.port.HistoryUnderTest.NOON;

import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.RunBuilder;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.cache.CachePolicy;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.cache.OutputCheck;
import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Decisions over histories of any size. */
final class LookupCost {
  private static final ExpireAfter A_MONTH = ExpireAfter.parse("30d").get();

  private final RunHistory history;
  private final Pipeline pipeline;

  LookupCost(RunHistory history) {
    this.history = history;
    this.pipeline = history.openPipeline(new PipelineName("abalone"), NOON);
  }

  StepScope scope() {
    return new StepScope(pipeline.id(), new StepName("Train"), StepType.TRAINING, RunKind.REAL);
  }

  Outcome decide(KeyDocument key) {
    return new CachePolicy.Enabled(A_MONTH, false)
        .decide(key, history.pastRuns(scope()), OutputCheck.NONE, NOON);
  }

  /**
   * Adds runs of every kind: most of one key document, within the last day, some of others, some
   * long ago, some without success; of two steps. One is retracted, and none of the last month was
   * started before the latest refresh.
   */
  void grow(int runs) {
    history.refresh(pipeline.id(), Optional.empty(), NOON.minus(Duration.ofDays(40)));
    history.retract(new StepRunId("retracted"), NOON, "wrong data");
    history.importAll(
        Stream.concat(
            Stream.of(new HistoryRecord.OfPipeline(pipeline)),
            IntStream.range(0, runs).mapToObj(this::record)));
  }

  private HistoryRecord record(int i) {
    RunBuilder run = RunBuilder.aRun(scope());
    if (i == 7) {
      run = run.id("retracted");
    }
    Duration ago = Duration.ofSeconds(i % 86_400);
    return new HistoryRecord.OfRun(
        switch (i % 8) {
          case 0 -> run.failedAt(NOON.minus(ago));
          case 1 -> run.key(RunBuilder.keyOf("1." + i)).succeededAt(NOON.minus(ago));
          case 2 -> run.succeededAt(NOON.minus(Duration.ofDays(100)).minus(ago));
          case 3 -> run.step("Evaluate").succeededAt(NOON.minus(ago));
          case 4 ->
              run.key(RunBuilder.keyOf("expired"))
                  .succeededAt(NOON.minus(Duration.ofDays(50)).minus(ago));
          default -> run.succeededAt(NOON.minus(ago));
        },
        Optional.empty());
  }
}
