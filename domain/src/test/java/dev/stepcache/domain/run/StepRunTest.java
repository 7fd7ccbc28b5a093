package dev.stepcache.domain.run;

import static dev.stepcache.domain.run.Runs.KEY;
import static dev.stepcache.domain.run.Runs.NOON;
import static dev.stepcache.domain.run.Runs.OUTPUTS;
import static dev.stepcache.domain.run.Runs.SCOPE;
import static dev.stepcache.domain.run.Runs.started;
import static dev.stepcache.domain.run.Runs.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stepcache.domain.run.StepRun.Ended;
import dev.stepcache.domain.run.StepRun.Executing;
import dev.stepcache.domain.run.StepRun.Failed;
import dev.stepcache.domain.run.StepRun.Stopped;
import dev.stepcache.domain.run.StepRun.Succeeded;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A run of a step")
class StepRunTest {
  private static final Executing RUN = started("r", KEY, NOON);

  @Test
  void ends_in_one_of_three_ways_and_stays_what_it_was() {
    Instant end = NOON.plusSeconds(5);
    assertThat(RUN.succeed(end, OUTPUTS)).isEqualTo(new Succeeded(RUN, end, OUTPUTS));
    assertThat(RUN.fail(end, "no memory")).isEqualTo(new Failed(RUN, end, "no memory"));
    assertThat(RUN.stop(end, "by a user")).isEqualTo(new Stopped(RUN, end, "by a user"));
    assertThat(RUN).isEqualTo(started("r", KEY, NOON));
  }

  @Test
  void keeps_its_identity_to_the_end() {
    for (StepRun run :
        List.of(RUN, RUN.succeed(NOON, OUTPUTS), RUN.fail(NOON, "x"), RUN.stop(NOON, "x"))) {
      assertThat(run.started()).isEqualTo(RUN);
      assertThat(run.id()).isEqualTo(new StepRunId("r"));
      assertThat(run.scope()).isEqualTo(SCOPE);
      assertThat(run.key()).isEqualTo(KEY);
      assertThat(run.startedAt()).isEqualTo(NOON);
      assertThat(run.execution()).contains(new ExecutionId("e"));
    }
  }

  @Test
  @DisplayName("SPEC 6: knows instants in whole milliseconds, earlier ones where it must round")
  void knows_instants_in_whole_milliseconds() {
    Instant precise = Instant.parse("2026-03-31T12:00:00.123999999Z");
    Executing run = started("r", KEY, precise);
    assertThat(run.startedAt()).isEqualTo("2026-03-31T12:00:00.123Z");
    assertThat(run.succeed(precise.plusSeconds(1), OUTPUTS).completedAt())
        .isEqualTo("2026-03-31T12:00:01.123Z");
    assertThat(run.fail(precise, "x").completedAt()).isEqualTo("2026-03-31T12:00:00.123Z");
    assertThat(started("r", KEY, Instant.parse("1969-12-31T23:59:59.9999Z")).startedAt())
        .isEqualTo("1969-12-31T23:59:59.999Z");
  }

  @Test
  void does_not_end_before_it_starts() {
    Instant before = NOON.minusMillis(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RUN.succeed(before, OUTPUTS))
        .withMessageContaining("before its start");
    assertThatIllegalArgumentException().isThrownBy(() -> RUN.fail(before, "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> RUN.stop(before, "x"));
  }

  @Test
  void may_end_in_the_millisecond_in_which_it_starts() {
    Executing run = started("r", KEY, NOON.plusNanos(999_999));
    assertThat(run.succeed(NOON, OUTPUTS).completedAt()).isEqualTo(NOON);
  }

  @Test
  @DisplayName("R5: is later than another if it completed later; of two at one instant, by its id")
  void is_later_than_another_if_it_completed_later() {
    Succeeded early = succeeded("z", KEY, NOON.minusMillis(1));
    Succeeded small = succeeded("run-10", KEY, NOON);
    Succeeded great = succeeded("run-9", KEY, NOON);
    Ended failed = started("run-99", KEY, NOON.minusSeconds(99)).fail(NOON, "x");
    assertThat(Stream.of(early, small, failed, great).sorted(StepRun.LATEST_FIRST))
        .containsExactly(failed, great, small, early);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65})
  void has_an_id_of_1_to_64_characters(int length) {
    String id = "x".repeat(length);
    assertThatIllegalArgumentException().isThrownBy(() -> new StepRunId(id));
    assertThatIllegalArgumentException().isThrownBy(() -> new ExecutionId(id));
    assertThatIllegalArgumentException().isThrownBy(() -> new PipelineId(id));
    assertThat(new StepRunId("x".repeat(64)).text()).hasSize(64);
  }
}
