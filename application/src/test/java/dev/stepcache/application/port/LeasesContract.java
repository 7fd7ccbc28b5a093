package dev.stepcache.application.port;

import static dev.stepcache.application.port.RunBuilder.KEY;
import static dev.stepcache.application.port.RunBuilder.OUTPUTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunHistory.Lease;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Executing;
import dev.stepcache.domain.run.StepRun.Stopped;
import dev.stepcache.domain.run.StepRunId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Owned runs are stopped when their owner is gone (X6, X9). Times are of the store's own clock. */
public interface LeasesContract extends HistoryUnderTest {

  @Test
  default void the_clock_of_the_store_tells_the_real_time() {
    Duration off = Duration.between(history().clock().instant(), Instant.now());
    assertThat(off.abs()).isLessThan(Duration.ofMinutes(5));
  }

  @Test
  default void X9_an_owned_run_is_in_progress_as_long_as_its_lease_lasts() {
    Executing owned = owned(aRun(), "me", inAMinute());

    assertThat(past().inProgress(KEY, inAMinute())).contains(owned);
    assertThat(past().notSucceeded(KEY, inAMinute())).isEmpty();
  }

  @Test
  default void X9_an_owned_run_whose_lease_is_over_counts_as_stopped() {
    Executing abandoned = owned(aRun(), "me", aMinuteAgo());
    Instant leaseOver = aMinuteAgo();

    assertThat(past().inProgress(KEY, inAMinute())).isEmpty();
    assertThat(past().notSucceeded(KEY, inAMinute()))
        .hasValueSatisfying(run -> {
          assertThat(run).isInstanceOf(Stopped.class);
          assertThat(run.started()).isEqualTo(abandoned);
          assertThat(((Stopped) run).completedAt()).isBetween(leaseOver.minus(MINUTE), leaseOver);
        });
    assertThat(past().notSucceeded(KEY, leaseOver.minus(Duration.ofMinutes(2)))).isEmpty();
  }

  @Test
  default void X9_what_its_owner_abandoned_is_stopped_when_its_lease_was_over() {
    Instant until = aMinuteAgo();
    Executing abandoned = owned(aRun(), "me", until);
    Executing alive = owned(aRun(), "me", inAMinute());
    Executing unowned = kept(aRun().executing());

    assertThat(history().stopAbandoned(until)).isZero();
    assertThat(history().stopAbandoned(until.plus(MILLI))).isEqualTo(1);
    assertThat(history().stopAbandoned(until.plus(MILLI))).isZero();

    assertThat(found(abandoned.id())).isInstanceOf(Stopped.class);
    assertThat(((Stopped) found(abandoned.id())).completedAt()).isEqualTo(until);
    assertThat(found(alive.id())).isEqualTo(alive);
    assertThat(found(unowned.id())).isEqualTo(unowned);
    assertThat(past().notSucceeded(KEY, until)).contains(found(abandoned.id()));
  }

  @Test
  default void X6_a_stale_owner_cannot_publish() {
    Executing run = owned(aRun(), "me", aMinuteAgo());
    history().stopAbandoned(history().clock().instant());

    StepRun.Succeeded late = run.succeed(inAMinute(), OUTPUTS);
    assertThat(history().complete(late, Optional.of("never again"))).isFalse();

    assertThat(found(run.id())).isInstanceOf(Stopped.class);
    assertThat(past().reusable(KEY, Instant.MIN, Instant.MAX)).isEmpty();
  }

  @Test
  default void an_owner_whose_run_nobody_stopped_can_still_end_it() {
    Executing run = owned(aRun(), "me", aMinuteAgo());
    StepRun.Succeeded succeeded = run.succeed(history().clock().instant(), OUTPUTS);

    assertThat(history().complete(succeeded, Optional.empty())).isTrue();
    assertThat(history().stopAbandoned(inAMinute())).isZero();

    assertThat(found(run.id())).isEqualTo(succeeded);
  }

  @Test
  default void a_sign_of_life_gives_an_owner_more_time_and_nobody_else() {
    Executing mine = owned(aRun(), "me", aMinuteAgo());
    Executing yours = owned(aRun(), "Me", aMinuteAgo());

    history().renew("me", inAMinute());
    history().renew("me", aMinuteAgo());

    assertThat(past().inProgress(KEY, inAMinute())).contains(mine);
    assertThat(history().stopAbandoned(history().clock().instant())).isEqualTo(1);
    assertThat(found(mine.id())).isEqualTo(mine);
    assertThat(found(yours.id())).isInstanceOf(Stopped.class);
  }

  @Test
  default void a_sign_of_life_does_not_bring_back_what_has_ended() {
    Executing run = owned(aRun(), "me", aMinuteAgo());
    history().stopAbandoned(history().clock().instant());
    StepRun stopped = found(run.id());

    history().renew("me", inAMinute());

    assertThat(found(run.id())).isEqualTo(stopped);
    assertThat(past().inProgress(KEY, inAMinute())).isEmpty();
  }

  private Executing owned(RunBuilder builder, String owner, Instant until) {
    Executing run = builder.startedAt(until.minus(MINUTE)).executing();
    history().start(run, Optional.of(new Lease(owner, until)));
    return run;
  }

  private Instant inAMinute() {
    return history().clock().instant().plus(MINUTE).truncatedTo(ChronoUnit.MILLIS);
  }

  private Instant aMinuteAgo() {
    return history().clock().instant().minus(MINUTE).truncatedTo(ChronoUnit.MILLIS);
  }

  private StepRun found(StepRunId run) {
    return history().findRun(run).orElseThrow().run();
  }
}
