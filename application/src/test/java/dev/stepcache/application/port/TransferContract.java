package dev.stepcache.application.port;

import static dev.stepcache.application.port.RunBuilder.KEY;
import static dev.stepcache.application.port.RunBuilder.OUTPUTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stepcache.application.port.ExecutedStep.Status;
import dev.stepcache.application.port.HistoryRecord.OfPipeline;
import dev.stepcache.application.port.HistoryRecord.OfRun;
import dev.stepcache.application.port.HistoryRecord.OfStep;
import dev.stepcache.application.port.RunHistory.Imported;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepOutputs.Kept;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Executing;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.step.StepName;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one history exports another can keep. */
public interface TransferContract extends HistoryUnderTest {

  @Test
  default void what_another_history_exported_is_kept_whole() {
    fill();

    Imported imported = anotherHistory().importAll(history().export());

    assertThat(imported).isEqualTo(new Imported(2, 41, 105));
    assertThat(everythingOf(anotherHistory()))
        .containsExactlyInAnyOrderElementsOf(everythingOf(history()));
  }

  @Test
  default void to_import_again_changes_nothing() {
    fill();
    anotherHistory().importAll(history().export());
    List<HistoryRecord> once = everythingOf(anotherHistory());

    assertThat(anotherHistory().importAll(history().export())).isEqualTo(new Imported(0, 0, 0));
    assertThat(history().importAll(history().export())).isEqualTo(new Imported(0, 0, 0));

    assertThat(everythingOf(anotherHistory())).isEqualTo(once);
    assertThat(everythingOf(history())).containsExactlyInAnyOrderElementsOf(once);
  }

  @Test
  default void what_is_new_is_kept_also_where_it_stands_among_what_is_known() {
    Execution execution = Executions.ended("e1", pipeline(), NOON);
    history().end(execution);
    for (int i = 0; i < 250; i++) {
      if (i % 60 == 30) {
        anotherHistory().importAll(history().export());
      }
      kept(aRun().succeededAt(NOON));
      history().keep(execution.id(), Executions.executing(i, "step-" + i, aRun().executing().id()));
    }

    assertThat(anotherHistory().importAll(history().export())).isEqualTo(new Imported(0, 0, 40));

    assertThat(everythingOf(anotherHistory()))
        .containsExactlyInAnyOrderElementsOf(everythingOf(history()));
  }

  @Test
  default void a_living_pipeline_joins_the_one_of_its_name() {
    Pipeline here = anotherHistory().openPipeline(pipeline().name(), NOON);
    kept(aRun().succeededAt(NOON));
    history().refresh(pipeline().id(), Optional.of(new StepName("Evaluate")), NOON);
    Execution execution = Executions.ended("e1", pipeline(), NOON);
    history().end(execution);

    assertThat(anotherHistory().importAll(history().export())).isEqualTo(new Imported(0, 1, 1));

    assertThat(anotherHistory().pipelines()).containsExactly(here);
    assertThat(anotherHistory().pastRuns(scopeIn(here.id())).reusable(KEY, Instant.MIN, NOON))
        .hasSize(1);
    assertThat(anotherHistory().executions(Optional.of(here.id())).map(Execution::id))
        .containsExactly(execution.id());
    assertThat(everythingOf(anotherHistory()))
        .contains(
            new HistoryRecord.OfRefresh(here.id(), Optional.of(new StepName("Evaluate")), NOON));
    assertThat(anotherHistory().importAll(history().export())).isEqualTo(new Imported(0, 0, 0));
  }

  @Test
  default void R8_an_ended_pipeline_joins_none_and_stays_ended() {
    Pipeline here = anotherHistory().openPipeline(pipeline().name(), NOON);
    kept(aRun().succeededAt(NOON));
    history().deletePipeline(pipeline().id(), NOON);

    anotherHistory().importAll(history().export());

    assertThat(anotherHistory().pipelines()).containsExactly(here);
    assertThat(anotherHistory().pastRuns(scopeIn(here.id())).reusable(KEY, Instant.MIN, NOON))
        .isEmpty();
  }

  @Test
  default void R8_a_pipeline_that_ended_here_is_not_brought_back() {
    kept(aRun().succeededAt(NOON));
    List<HistoryRecord> before = everythingOf(history());
    history().deletePipeline(pipeline().id(), NOON);

    history().importAll(before.stream());

    assertThat(history().pipelines()).isEmpty();
  }

  @Test
  default void a_run_that_ended_meanwhile_ends_here_too_and_no_other_run_changes() {
    Executing executing = kept(aRun().executing());
    Executing ended = kept(aRun().executing());
    anotherHistory().importAll(history().export());
    Succeeded succeeded = kept(executing.succeed(NOON, OUTPUTS));
    StepRun.Failed here = ended.fail(NOON, "here");
    anotherHistory().complete(here, Optional.empty());
    history().complete(ended.succeed(NOON, OUTPUTS), Optional.empty());

    assertThat(anotherHistory().importAll(history().export())).isEqualTo(new Imported(0, 0, 1));

    assertThat(anotherHistory().findRun(executing.id()).orElseThrow().run()).isEqualTo(succeeded);
    assertThat(anotherHistory().findRun(ended.id()).orElseThrow().run()).isEqualTo(here);
  }

  @Test
  default void an_execution_that_ended_meanwhile_ends_here_too_and_so_do_its_steps() {
    Execution begun = Executions.begun("e1", pipeline(), NOON);
    ExecutedStep executing = Executions.executing(0, "Train", kept(aRun().succeededAt(NOON)).id());
    history().begin(begun, Optional.empty());
    history().keep(begun.id(), executing);
    anotherHistory().importAll(history().export());
    Execution ended = begun.ended(Execution.Status.SUCCEEDED, NOON, Optional.empty());
    history().end(ended);
    history().keep(begun.id(), Executions.ended(executing, Status.SUCCEEDED));

    assertThat(anotherHistory().importAll(history().export())).isEqualTo(new Imported(0, 1, 0));

    assertThat(everythingOf(anotherHistory()))
        .containsExactlyInAnyOrderElementsOf(everythingOf(history()));
  }

  @Test
  default void a_retraction_comes_along_to_a_run_that_is_here_already() {
    StepRun run = kept(aRun().succeededAt(NOON));
    anotherHistory().importAll(history().export());
    history().retract(run.id(), NOON, "wrong data");

    anotherHistory().importAll(history().export());

    assertThat(anotherHistory().findRun(run.id()).orElseThrow().retracted()).contains("wrong data");
  }

  @Test
  default void records_of_what_was_not_named_before_are_refused_and_nothing_is_kept() {
    Pipeline pipeline = pipeline();
    OfPipeline named = new OfPipeline(pipeline);
    OfRun run = new OfRun(aRun().succeededAt(NOON), Optional.empty());
    OfStep step = new OfStep(new ExecutionId("e1"), Executions.hit(0, "Train", run.run().id()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> anotherHistory().importAll(Stream.of(named, run, step)))
        .withMessageContaining("e1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> anotherHistory().importAll(Stream.of(run)))
        .withMessageContaining(pipeline.id().text());

    assertThat(everythingOf(anotherHistory())).isEmpty();
    assertThat(anotherHistory().importAll(Stream.of(named, run))).isEqualTo(new Imported(1, 0, 1));
  }

  @Test
  default void an_export_does_not_see_what_happens_while_it_is_read() {
    fill();
    List<HistoryRecord> before = everythingOf(history());

    try (Stream<HistoryRecord> export = history().export()) {
      Iterator<HistoryRecord> records = export.iterator();
      HistoryRecord first = records.next();
      kept(aRun().succeededAt(NOON));
      history().prune(Instant.MAX);

      assertThat(before).contains(first);
      assertThat(records).toIterable().hasSize(before.size() - 1);
    }
  }

  @Test
  default void an_export_can_be_left_unread() {
    fill();
    for (int i = 0; i < 30; i++) {
      try (Stream<HistoryRecord> export = history().export()) {
        assertThat(export.findFirst()).isPresent();
      }
      history().export().close();
    }
    kept(aRun().succeededAt(NOON));
  }

  /** Two pipelines, one of them ended; 105 runs of all states; 41 executions; all else too. */
  private void fill() {
    Pipeline ended = pipeline("ended");
    StepRun old = kept(RunBuilder.aRun(scopeIn(ended.id())).succeededAt(NOON));
    for (int i = 0; i < 100; i++) {
      history().complete(aRun().succeededAt(NOON.plus(MINUTE.multipliedBy(i))), Optional.empty());
    }
    Kept objects = new Kept("store", new TreeMap<>(Map.of("s3://bucket/é", "ab12")));
    StepRun source =
        kept(
            aRun()
                .of(new ExecutionId("e1"))
                .succeededAt(
                    NOON, new StepOutputs(AttributeValue.text("🦪"), Optional.of(objects))));
    StepRun failed = kept(aRun().failedAt(NOON));
    kept(aRun().simulated().stoppedAt(NOON));
    kept(aRun().executing());
    history().retract(old.id(), NOON, "wrong data");
    history().retract(source.id(), NOON.plus(MILLI), "é");
    history().refresh(pipeline().id(), Optional.empty(), NOON);
    history().refresh(pipeline().id(), Optional.of(new StepName("Train")), NOON.plus(MILLI));
    for (int i = 0; i < 40; i++) {
      Execution execution = Executions.ended("e" + i, pipeline(), NOON.plus(MINUTE));
      history().end(execution);
      history().keep(execution.id(), Executions.hit(1, "Train", source.id()));
      history()
          .keep(
              execution.id(),
              Executions.ended(Executions.executing(0, "Evaluate", failed.id()), Status.FAILED));
    }
    history().begin(Executions.begun("open", pipeline(), NOON), Optional.empty());
    history().deletePipeline(ended.id(), NOON);
  }

  private static List<HistoryRecord> everythingOf(RunHistory history) {
    try (Stream<HistoryRecord> records = history.export()) {
      return records.toList();
    }
  }
}
