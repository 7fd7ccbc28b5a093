package dev.stepcache.persistence.jooq;

import static dev.stepcache.application.port.HistoryUnderTest.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.Executions;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.RunBuilder;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import dev.stepcache.persistence.jooq.HistoryProcess.Work;
import dev.stepcache.persistence.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds when several processes use one history at once. */
interface ProcessesContract {

  /** The URL of a history that nobody has opened yet. */
  String newHistory() throws Exception;

  @Test
  default void of_several_that_open_a_new_history_at_once_all_can_use_it() throws Exception {
    List<String> pipelines = all(newHistory(), Work.OPEN, 4, 0);

    assertThat(pipelines).hasSize(4);
    assertThat(pipelines.stream().distinct()).hasSize(1);
  }

  @Test
  default void what_several_keep_at_once_is_all_kept() throws Exception {
    String url = newHistory();

    List<String> kept = all(url, Work.KEEP, 3, 40);

    assertThat(kept).hasSize(120);
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      assertThat(history.runs(new RunQuery(Optional.empty(), Optional.empty())))
          .hasSize(120)
          .allMatch(recorded -> recorded.run() instanceof StepRun.Succeeded)
          .extracting(recorded -> recorded.run().id().text())
          .containsExactlyInAnyOrderElementsOf(kept);
    }
  }

  @Test
  default void a_run_that_several_end_at_once_is_ended_by_one() throws Exception {
    String url = newHistory();
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      Pipeline pipeline = history.openPipeline(new PipelineName("common"), NOON);
      StepScope scope =
          new StepScope(pipeline.id(), new StepName("Train"), StepType.TRAINING, RunKind.REAL);
      // Of half of them the start is not kept.
      for (int i = 0; i < 80; i += 2) {
        history.start(RunBuilder.aRun(scope).id("common-" + i).executing(), Optional.empty());
      }

      List<String> ended = all(url, Work.END, 3, 80);

      assertThat(ended)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 80).mapToObj(i -> "common-" + i).toList());
    }
  }

  @Test
  default void X9_what_was_kept_before_a_kill_is_kept_and_the_next_one_can_go_on()
      throws Exception {
    String url = newHistory();
    List<String> kept = new ArrayList<>();
    try (JavaProcess process = HistoryProcess.start(url, Work.KEEP, "killed", 100_000)) {
      process.go();
      for (int i = 0; i < 50; i++) {
        kept.add(process.next());
      }
      kept.addAll(process.kill());
    }

    assertThat(all(url, Work.KEEP, 1, 5)).hasSize(5);
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      for (String run : kept) {
        assertThat(history.findRun(new StepRunId(run)).map(RecordedRun::run))
            .containsInstanceOf(StepRun.Succeeded.class);
      }
    }
  }

  @Test
  default void X9_what_a_killed_prune_left_the_next_one_prunes_and_no_source_of_a_kept_hit()
      throws Exception {
    String url = newHistory();
    try (RunHistory history = RunHistories.open(url, InstantSource.system());
        JavaProcess pruning = HistoryProcess.start(url, Work.PRUNE, "killed", 0)) {
      Pipeline pipeline = history.openPipeline(new PipelineName("common"), NOON);
      StepScope scope =
          new StepScope(pipeline.id(), new StepName("Train"), StepType.TRAINING, RunKind.REAL);
      List<StepRun> runs =
          IntStream.range(0, 6000)
              .<StepRun>mapToObj(
                  i -> RunBuilder.aRun(scope).succeededAt(NOON.minusSeconds(6001 - i)))
              .toList();
      history.importAll(
          Stream.concat(
              Stream.of(new HistoryRecord.OfPipeline(pipeline)),
              runs.stream().map(run -> new HistoryRecord.OfRun(run, Optional.empty()))));
      StepRunId source = runs.get(3000).id();
      Execution execution = Executions.ended("kept", pipeline, NOON.plusSeconds(60));
      history.end(execution);
      history.keep(execution.id(), Executions.hit(0, "Train", source));

      pruning.go();
      while (history.findRun(runs.get(0).id()).isPresent()) {
        Thread.onSpinWait();
      }
      pruning.kill();
      history.prune(NOON);

      assertThat(history.runs(new RunQuery(Optional.empty(), Optional.empty())))
          .extracting(run -> run.run().id())
          .containsExactly(source);
    }
  }

  @Test
  default void X9_a_kill_while_a_history_is_made_does_not_spoil_it() throws Exception {
    for (int millis : new int[] {500, 900}) {
      String url = newHistory();
      try (JavaProcess process = HistoryProcess.start(url, Work.OPEN, "killed", 0)) {
        process.go();
        Thread.sleep(millis);
        process.kill();
      }
      RunHistories.open(url, InstantSource.system()).close();
    }
  }

  @Test
  default void a_history_that_is_up_to_date_is_opened_without_what_brings_it_there(
      @TempDir Path folder) throws Exception {
    String url = newHistory();
    RunHistories.open(url, InstantSource.system()).close();
    Path loaded = folder.resolve("classes");

    try (JavaProcess process =
        HistoryProcess.start(url, Work.OPEN, "", 0, "-Xlog:class+load:file=" + loaded)) {
      process.go();
      assertThat(process.toTheEnd()).hasSize(1);
    }

    assertThat(loaded).content().contains("JooqRunHistory ").doesNotContain("org.flywaydb");
  }

  private static List<String> all(String url, Work work, int processes, int count)
      throws IOException, InterruptedException {
    List<JavaProcess> started = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        started.add(HistoryProcess.start(url, work, "process-" + i, count));
      }
      for (JavaProcess process : started) {
        process.go();
      }
      List<String> said = new ArrayList<>();
      for (JavaProcess process : started) {
        said.addAll(process.toTheEnd());
      }
      return said;
    } finally {
      started.forEach(JavaProcess::close);
    }
  }
}
