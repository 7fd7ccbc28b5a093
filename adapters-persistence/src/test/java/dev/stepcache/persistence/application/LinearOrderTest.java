package dev.stepcache.persistence.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunBuilder;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import dev.stepcache.persistence.application.Observed.Act;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Seconds from one to sixty are instants here, and all clocks agree. */
@DisplayName("An order in which all happened one after the other")
class LinearOrderTest {
  private static final StepScope SCOPE =
      new StepScope(
          new PipelineId("pipeline"), new StepName("key"), StepType.TRAINING, RunKind.REAL);

  private final List<Observed> seen = new ArrayList<>();
  private final List<StepRun> runs = new ArrayList<>();

  @Test
  void is_found_where_hits_follow_a_success() {
    run("a", Act.RUN, 1, 10, "NO_PREVIOUS_RUN");
    run("b", Act.RUN, 2, 12, "IN_PROGRESS");
    hit("b", 13, 14);
    hit("b", 13, 15);
    assertThat(fault()).isEmpty();
  }

  @Test
  void is_found_where_a_hit_overlaps_the_end_of_the_run_that_it_reuses() {
    run("a", Act.RUN, 1, 10, "NO_PREVIOUS_RUN");
    hit("a", 5, 20);
    assertThat(fault()).isEmpty();
  }

  @Test
  void is_found_where_somebody_waits_for_a_run_that_failed() {
    fail("a", Act.JOIN, 1, 10, "NO_PREVIOUS_RUN");
    seen.add(observed("joined", Act.JOIN, 2, 11, 11, 11, 5, "IN_PROGRESS", ""));
    run("b", Act.WAIT, 11, 20, "NOT_SUCCEEDED");
    assertThat(fault()).isEmpty();
  }

  @Test
  void R6_is_missing_where_a_success_was_known_and_not_seen() {
    run("a", Act.RUN, 1, 10, "NO_PREVIOUS_RUN");
    run("b", Act.RUN, 11, 20, "NO_PREVIOUS_RUN");
    assertThat(fault()).isPresent();
  }

  @Test
  void R4_is_missing_where_a_hit_reused_what_had_not_succeeded_yet() {
    run("a", Act.RUN, 1, 10, "NO_PREVIOUS_RUN");
    hit("a", 2, 8);
    assertThat(fault()).isPresent();
  }

  @Test
  void R4_is_missing_where_a_hit_reused_a_failed_run() {
    fail("a", Act.RUN, 1, 10, "NO_PREVIOUS_RUN");
    hit("a", 11, 12);
    assertThat(fault()).isPresent();
  }

  @Test
  void R5_is_missing_where_a_hit_reused_an_earlier_success_than_the_last() {
    run("a", Act.RUN, 1, 10, "NO_PREVIOUS_RUN");
    run("b", Act.RUN, 2, 12, "IN_PROGRESS");
    hit("a", 13, 14);
    assertThat(fault()).isPresent();
  }

  @Test
  void X6_is_missing_where_two_runs_that_were_to_be_alone_overlap() {
    run("a", Act.JOIN, 1, 10, "NO_PREVIOUS_RUN");
    run("b", Act.JOIN, 4, 12, "IN_PROGRESS");
    assertThat(fault()).isPresent();
  }

  @Test
  void is_missing_where_a_run_that_was_retracted_is_reused() {
    run("a", Act.RUN, 1, 10, "NO_PREVIOUS_RUN");
    seen.add(observed("who", Act.RETRACT, 11, 12, 12, 12, 11, "", "a"));
    hit("a", 13, 14);
    assertThat(fault()).isPresent();
  }

  @Test
  void is_missing_where_a_run_from_before_a_refresh_is_reused() {
    run("a", Act.RUN, 1, 10, "NO_PREVIOUS_RUN");
    seen.add(observed("who", Act.REFRESH, 11, 12, 12, 12, 11, "", ""));
    hit("a", 13, 14);
    assertThat(fault()).isPresent();
  }

  @Test
  void is_missing_where_a_run_was_not_recorded() {
    run("a", Act.RUN, 1, 10, "NO_PREVIOUS_RUN");
    runs.clear();
    assertThat(fault()).isPresent();
  }

  private Optional<String> fault() {
    return LinearOrder.fault(seen, runs);
  }

  /** A run that works from a second after the question to a second before the answer. */
  private void run(String id, Act act, int begin, int end, String reason) {
    runs.add(RunBuilder.aRun(SCOPE).id(id).startedAt(at(begin)).succeededAt(at(end)));
    seen.add(observed(id, act, begin, begin + 1, end - 1, end, begin, reason, id));
  }

  private void fail(String id, Act act, int begin, int end, String reason) {
    runs.add(RunBuilder.aRun(SCOPE).id(id).startedAt(at(begin)).failedAt(at(end)));
    seen.add(observed(id, act, begin, begin + 1, end - 1, end, begin, reason, id));
  }

  private void hit(String source, int begin, int end) {
    seen.add(observed("hit", Act.RUN, begin, end, end, end, end, "REUSED", source));
  }

  private static Observed observed(
      String who,
      Act act,
      int begin,
      int workBegan,
      int workEnded,
      int end,
      int decidedAt,
      String reason,
      String run) {
    return new Observed(
        who,
        "key",
        act,
        run,
        at(begin),
        at(workBegan),
        at(workEnded),
        at(end),
        at(decidedAt),
        reason);
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(1_000_000_000L + second);
  }
}
