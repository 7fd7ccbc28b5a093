package dev.stepcache.persistence.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.Leases;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.persistence.application.ExecutionProcess.Work;
import dev.stepcache.persistence.jooq.RunHistories;
import dev.stepcache.persistence.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of executions in many threads of several processes over one history (R7, X6). */
@Timeout(180)
interface ConcurrencyContract {
  int PROCESSES = 4;

  /** The URL of a history that nobody has opened yet. */
  String newHistory() throws Exception;

  @Test
  default void R7_sixty_four_that_start_one_step_at_once_run_it_sixty_four_times(
      @TempDir Path folder) throws Exception {
    String url = newHistory();

    List<Observed> seen = observe(url, folder, Work.RUN_TOGETHER, 16);

    assertThat(seen).hasSize(64).noneMatch(Observed::isHit);
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      List<StepRun> runs = LinearOrder.runs(history, "only");
      assertThat(runs).hasSize(64).allMatch(StepRun.Succeeded.class::isInstance);
      // R5: whoever looks from now on finds the one that completed last, of equals the greater id.
      String latest =
          runs.stream()
              .map(StepRun.Ended.class::cast)
              .sorted(StepRun.LATEST_FIRST)
              .map(run -> run.id().text())
              .findFirst()
              .orElseThrow();
      assertThat(observe(url, folder, Work.JOIN_ONCE, 4))
          .hasSize(16)
          .allMatch(Observed::isHit)
          .extracting(Observed::run)
          .containsOnly(latest);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WAIT_ONCE", "JOIN_ONCE"})
  default void X6_sixty_four_that_wait_for_each_other_run_it_once(Work work, @TempDir Path folder)
      throws Exception {
    String url = newHistory();

    List<Observed> seen = observe(url, folder, work, 16);

    assertThat(seen).hasSize(64);
    assertThat(seen.stream().filter(Observed::isHit)).hasSize(63);
    assertThat(seen).extracting(Observed::run).containsOnly(seen.get(0).run());
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      assertThat(LinearOrder.runs(history, "only"))
          .singleElement()
          .isInstanceOf(StepRun.Succeeded.class);
    }
  }

  @Test
  default void R16_all_decisions_are_those_of_one_order_of_all_that_happened(@TempDir Path folder)
      throws Exception {
    String url = newHistory();

    List<Observed> seen = observe(url, folder, Work.MIX, 4);

    assertThat(seen).hasSize(PROCESSES * 4 * ExecutionMix.ACTS);
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      for (int i = 0; i < ExecutionMix.KEYS; i++) {
        String key = ExecutionMix.key(i);
        List<Observed> ofKey = seen.stream().filter(one -> one.key().equals(key)).toList();
        List<StepRun> runs = LinearOrder.runs(history, key);
        assertThat(LinearOrder.fault(ofKey, runs)).as(key).isEmpty();
        Set<String> made =
            ofKey.stream().filter(Observed::isRun).map(Observed::run).collect(Collectors.toSet());
        assertThat(runs).as(key).extracting(run -> run.id().text()).hasSameElementsAs(made);
        assertThat(runs).as(key).allMatch(StepRun.Ended.class::isInstance);
      }
    }
  }

  /**
   * Paused or killed, an owner is taken over within five seconds of its lease's end and not before;
   * one that goes on can publish nothing, and says so.
   */
  @ParameterizedTest
  @ValueSource(strings = {"STOP", "KILL"})
  default void X6_a_run_whose_owner_shows_no_life_is_taken_over(String signal, @TempDir Path folder)
      throws Exception {
    String url = newHistory();
    Files.createFile(folder.resolve("let-next"));
    try (JavaProcess owner = holder(url, "owner", folder);
        JavaProcess next = holder(url, "next", folder)) {
      owner.awaitReady().go();
      assertThat(owner.next()).startsWith("working");
      next.awaitReady();
      owner.signal(signal);
      next.go();
      List<String> said = next.toTheEnd();
      Observed takeover = Observed.of(said.get(said.size() - 1));

      try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
        List<StepRun> runs = LinearOrder.runs(history, "only");
        assertThat(runs).hasSize(2);
        StepRun.Ended stopped = (StepRun.Ended) runs.get(1);
        assertThat(stopped).isInstanceOf(StepRun.Stopped.class);
        assertThat(runs.get(0)).isInstanceOf(StepRun.Succeeded.class);
        assertThat(runs.get(0).id().text()).isEqualTo(takeover.run());
        assertThat(takeover.begin()).isBefore(stopped.completedAt());
        assertThat(runs.get(0).startedAt())
            .isBetween(stopped.completedAt(), stopped.completedAt().plusSeconds(5));

        if (signal.equals("STOP")) {
          Files.createFile(folder.resolve("let-owner"));
          owner.signal("CONT");
          assertThat(owner.toTheEnd()).anyMatch(line -> line.contains("its lease was over"));
          assertThat(LinearOrder.runs(history, "only")).isEqualTo(runs);
        }
      }
      assertThat(observe(url, folder, Work.JOIN_ONCE, 1))
          .extracting(Observed::run)
          .containsOnly(takeover.run());
    }
  }

  private static JavaProcess holder(String url, String name, Path folder) throws IOException {
    return ExecutionProcess.start(
        url, name, folder, Work.JOIN_AND_HOLD, 1, 1, Duration.ofSeconds(6));
  }

  private static List<Observed> observe(String url, Path folder, Work work, int threads)
      throws Exception {
    List<JavaProcess> started = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        started.add(
            ExecutionProcess.start(
                url, "p" + i, folder, work, threads, PROCESSES * threads, Leases.LENGTH));
      }
      for (JavaProcess process : started) {
        process.awaitReady();
      }
      for (JavaProcess process : started) {
        process.go();
      }
      List<Observed> seen = new ArrayList<>();
      for (JavaProcess process : started) {
        process.toTheEnd().stream().map(Observed::of).forEach(seen::add);
      }
      return seen;
    } finally {
      started.forEach(JavaProcess::close);
    }
  }
}
