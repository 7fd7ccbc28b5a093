package dev.stepcache.application.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.Pruned;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Succeeded;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is old is deleted, but for what the kept needs. */
public interface PruningContract extends HistoryUnderTest {

  @Test
  default void runs_and_executions_that_ended_before_are_deleted_and_nothing_else() {
    kept(aRun().succeededAt(NOON.minus(MILLI)));
    kept(aRun().failedAt(NOON.minus(MINUTE)));
    kept(aRun().stoppedAt(NOON.minus(MINUTE)));
    StepRun atTheInstant = kept(aRun().succeededAt(NOON));
    StepRun goingOn = kept(aRun().startedAt(NOON.minus(MINUTE)).executing());
    history().end(Executions.ended("e1", pipeline(), NOON.minus(MILLI)));
    Execution kept = Executions.ended("e2", pipeline(), NOON);
    history().end(kept);
    Execution open = Executions.begun("e3", pipeline(), NOON.minus(MINUTE.multipliedBy(5)));
    history().begin(open, Optional.empty());

    assertThat(history().prune(NOON)).isEqualTo(new Pruned(1, 3));

    assertThat(runs()).containsExactlyInAnyOrder(atTheInstant, goingOn);
    assertThat(history().executions(Optional.empty())).containsExactly(kept, open);
    assertThat(history().findPipeline(pipeline().name())).contains(pipeline());
    assertThat(history().prune(NOON)).isEqualTo(new Pruned(0, 0));
  }

  @Test
  default void the_source_of_a_kept_hit_is_never_deleted() {
    Succeeded source = kept(aRun().succeededAt(NOON.minus(MINUTE)));
    kept(aRun().succeededAt(NOON.minus(MINUTE)));
    Execution execution = Executions.ended("e1", pipeline(), NOON);
    history().end(execution);
    history().keep(execution.id(), Executions.hit(0, "Train", source.id()));

    assertThat(history().prune(NOON)).isEqualTo(new Pruned(0, 1));
    assertThat(runs()).containsExactly(source);

    assertThat(history().prune(NOON.plus(MILLI))).isEqualTo(new Pruned(1, 1));
    assertThat(runs()).isEmpty();
    assertThat(history().steps(execution.id())).isEmpty();
  }

  @Test
  default void the_run_of_a_kept_step_is_not_deleted_either() {
    Succeeded run = kept(aRun().succeededAt(NOON.minus(MINUTE)));
    Execution open = Executions.begun("e1", pipeline(), NOON.minus(MINUTE.multipliedBy(5)));
    history().begin(open, Optional.empty());
    history().keep(open.id(), Executions.executing(0, "Train", run.id()));

    assertThat(history().prune(NOON)).isEqualTo(new Pruned(0, 0));
    assertThat(runs()).containsExactly(run);
  }

  @Test
  default void all_that_belongs_to_ended_pipelines_is_deleted() {
    Pipeline ended = pipeline("ended");
    Execution open = Executions.begun("e1", ended, NOON);
    StepRun run = kept(RunBuilder.aRun(scopeIn(ended.id())).succeededAt(NOON.plus(MINUTE)));
    kept(RunBuilder.aRun(scopeIn(ended.id())).executing());
    history().begin(open, Optional.empty());
    history().keep(open.id(), Executions.hit(0, "Train", run.id()));
    history().refresh(ended.id(), Optional.empty(), NOON);
    history().retract(run.id(), NOON, "wrong data");
    StepRun other = kept(aRun().succeededAt(NOON));
    history().deletePipeline(ended.id(), NOON);

    assertThat(history().prune(NOON.minus(MINUTE))).isEqualTo(new Pruned(1, 2));

    try (var everything = history().export()) {
      assertThat(everything)
          .containsExactly(
              new HistoryRecord.OfPipeline(pipeline()),
              new HistoryRecord.OfRun(other, Optional.empty()));
    }
  }

  @Test
  default void what_comes_late_of_a_pipeline_that_is_gone_is_never_found_and_goes_next_time() {
    Pipeline ended = pipeline("ended");
    StepRun.Executing run = kept(RunBuilder.aRun(scopeIn(ended.id())).executing());
    history().deletePipeline(ended.id(), NOON);
    history().prune(NOON);

    history().complete(run.fail(NOON, "late"), Optional.empty());
    history().end(Executions.ended("e1", ended, NOON));

    assertThat(history().findRun(run.id())).isEmpty();
    assertThat(runs()).isEmpty();
    assertThat(history().executions(Optional.empty())).isEmpty();
    assertThat(history().prune(NOON.minus(MINUTE.multipliedBy(60)))).isEqualTo(new Pruned(1, 1));
  }

  @Test
  default void many_are_deleted_as_well_as_few() {
    for (int i = 0; i < 450; i++) {
      history().complete(aRun().succeededAt(NOON), Optional.empty());
    }
    StepRun kept = kept(aRun().succeededAt(NOON.plus(MINUTE)));

    assertThat(history().prune(NOON.plus(MILLI))).isEqualTo(new Pruned(0, 450));
    assertThat(runs()).containsExactly(kept);
  }

  private List<StepRun> runs() {
    return history()
        .runs(new RunQuery(Optional.empty(), Optional.empty()))
        .map(RecordedRun::run)
        .toList();
  }
}
