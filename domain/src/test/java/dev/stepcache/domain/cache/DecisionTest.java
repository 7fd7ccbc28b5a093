package dev.stepcache.domain.cache;

import static dev.stepcache.domain.run.Runs.KEY;
import static dev.stepcache.domain.run.Runs.MINUTE;
import static dev.stepcache.domain.run.Runs.NOON;
import static dev.stepcache.domain.run.Runs.keyWith;
import static dev.stepcache.domain.run.Runs.started;
import static dev.stepcache.domain.run.Runs.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stepcache.domain.cache.CachePolicy.Enabled;
import dev.stepcache.domain.cache.MissReason.AttributesChanged;
import dev.stepcache.domain.cache.MissReason.Expired;
import dev.stepcache.domain.cache.MissReason.InProgress;
import dev.stepcache.domain.cache.MissReason.NoPreviousRun;
import dev.stepcache.domain.cache.MissReason.NotSucceeded;
import dev.stepcache.domain.cache.MissReason.OutputsMissing;
import dev.stepcache.domain.cache.MissReason.RefreshRequested;
import dev.stepcache.domain.cache.Outcome.Hit;
import dev.stepcache.domain.cache.Outcome.Miss;
import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.Runs;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Executing;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.ChangedAttribute;
import dev.stepcache.domain.signature.KeyDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A decision")
class DecisionTest {
  private static final Enabled UP_TO_A_DAY = new Enabled(ExpireAfter.parse("1d").get(), false);
  private static final Instant CUTOFF = NOON.minus(Duration.ofDays(1));
  private static final Instant RECENTLY = NOON.minus(Duration.ofHours(1));
  private static final KeyDocument OTHER = keyWith("eta", "0.2");

  @Nested
  @DisplayName("to reuse a run")
  class ToReuse {

    @Test
    @DisplayName("R3: takes an earlier success with an equal key document")
    void takes_an_earlier_success_with_an_equal_key_document() {
      Succeeded run = succeeded("r", keyWith("eta", "0.1"), RECENTLY);
      assertThat(decide(run, succeeded("other", OTHER, NOON)))
          .isEqualTo(new Hit(run, Duration.ofHours(1)));
    }

    @Test
    @DisplayName("R4: looks at the run's own success, not at what else became of its execution")
    void looks_at_the_runs_own_success() {
      Succeeded run = succeeded("r", KEY, RECENTLY);
      StepRun failedLater = started("f", OTHER, RECENTLY).fail(RECENTLY.plus(MINUTE), "x");
      assertThat(decide(run, failedLater)).isEqualTo(new Hit(run, Duration.ofHours(1)));
    }

    @Test
    @DisplayName("R5: takes the one that completed last")
    void takes_the_one_that_completed_last() {
      Executing long_ = started("long", KEY, NOON.minus(Duration.ofHours(9)));
      Succeeded last = long_.succeed(NOON.minusSeconds(1), Runs.OUTPUTS);
      assertThat(
              sourceOf(decide(succeeded("a", KEY, RECENTLY), last, succeeded("z", KEY, RECENTLY))))
          .isEqualTo(last);
    }

    @Test
    @DisplayName("R5: takes the greater run id of two that completed at one instant")
    void takes_the_greater_run_id_of_two_at_one_instant() {
      Succeeded small = succeeded("run-a", KEY, RECENTLY);
      Succeeded great = succeeded("run-b", KEY, RECENTLY);
      assertThat(sourceOf(decide(small, great))).isEqualTo(great);
      assertThat(sourceOf(decide(great, small))).isEqualTo(great);
    }

    @Test
    @DisplayName("R7: of twins that ran at once takes the one that completed last")
    void of_twins_takes_the_one_that_completed_last() {
      Succeeded first =
          started("first", KEY, NOON.minusSeconds(60)).succeed(NOON.minusSeconds(1), Runs.OUTPUTS);
      Succeeded second =
          started("second", KEY, NOON.minusSeconds(50)).succeed(NOON.minusSeconds(2), Runs.OUTPUTS);
      assertThat(sourceOf(decide(first, second))).isEqualTo(first);
    }

    @Test
    @DisplayName("R7: goes on while a twin is in progress, if another run is good")
    void is_not_held_up_by_a_twin_in_progress() {
      Succeeded run = succeeded("r", KEY, RECENTLY);
      assertThat(sourceOf(decide(run, started("twin", KEY, NOON.minusSeconds(1))))).isEqualTo(run);
    }

    @Test
    @DisplayName("R13: takes a run exactly as old as the timeout, and none a millisecond older")
    void takes_a_run_exactly_as_old_as_the_timeout() {
      Succeeded justGood = succeeded("r", KEY, CUTOFF);
      assertThat(decide(justGood)).isEqualTo(new Hit(justGood, Duration.ofDays(1)));
      Succeeded tooOld = succeeded("r", KEY, CUTOFF.minusMillis(1));
      assertThat(decide(tooOld)).isEqualTo(new Miss(new Expired(tooOld, Duration.ofMillis(1))));
    }

    @Test
    @DisplayName("R13: takes a run that completed this instant, at age 0")
    void takes_a_run_that_completed_this_instant() {
      Succeeded run = succeeded("r", KEY, NOON);
      assertThat(decide(run)).isEqualTo(new Hit(run, Duration.ZERO));
    }

    @Test
    @DisplayName("R13, SPEC 6: counts in whole milliseconds, as runs do")
    void counts_in_whole_milliseconds() {
      Instant completed = RECENTLY.plusNanos(600_000);
      Instant anHourLater = completed.plus(Duration.ofHours(1)).plusNanos(300_000);
      Succeeded run = succeeded("r", KEY, completed);
      Enabled anHour = new Enabled(ExpireAfter.parse("T1h").get(), false);
      assertThat(anHour.decide(KEY, PastRuns.of(List.of(run)), OutputCheck.NONE, anHourLater))
          .isEqualTo(new Hit(run, Duration.ofHours(1)));
    }

    @Test
    @DisplayName("R13: counts age from completion, not from start")
    void counts_age_from_completion() {
      Succeeded run =
          started("r", KEY, CUTOFF.minus(Duration.ofDays(7))).succeed(RECENTLY, Runs.OUTPUTS);
      assertThat(decide(run)).isEqualTo(new Hit(run, Duration.ofHours(1)));
    }

    @Test
    @DisplayName("SPEC 5: has no limit where the cutoff lies before all time")
    void has_no_limit_where_the_cutoff_lies_before_all_time() {
      Succeeded run = succeeded("r", KEY, Instant.EPOCH);
      for (String forEver : List.of("999999999y", "999999999y999999999m")) {
        Enabled policy = new Enabled(ExpireAfter.parse(forEver).get(), false);
        assertThat(sourceOf(policy.decide(KEY, PastRuns.of(List.of(run)), OutputCheck.NONE, NOON)))
            .isEqualTo(run);
      }
    }

    @Test
    @DisplayName("X7: tries the next candidate where outputs are missing, and no more than needed")
    void tries_the_next_candidate_where_outputs_are_missing() {
      List<Succeeded> asked = new ArrayList<>();
      Succeeded last = succeeded("3", KEY, NOON);
      Succeeded good = succeeded("2", KEY, RECENTLY);
      OutputCheck check =
          run -> {
            asked.add(run);
            return run.equals(last) ? Optional.of("s3://b/m is gone") : Optional.empty();
          };
      PastRuns past = PastRuns.of(List.of(last, good, succeeded("1", KEY, RECENTLY)));
      assertThat(sourceOf(UP_TO_A_DAY.decide(KEY, past, check, NOON))).isEqualTo(good);
      assertThat(asked).containsExactly(last, good);
    }

    @Test
    @DisplayName("X7: looks at a hundred runs and no more, and says that it stopped")
    void looks_at_a_hundred_runs() {
      List<Succeeded> runs =
          IntStream.range(0, 102)
              .mapToObj(i -> succeeded("%03d".formatted(i), KEY, NOON.minusSeconds(i)))
              .toList();
      OutputCheck onlyTheLastIsThere =
          run -> run.id().text().equals("101") ? Optional.empty() : Optional.of("it is gone");
      assertThat(UP_TO_A_DAY.decide(KEY, PastRuns.of(runs), onlyTheLastIsThere, NOON))
          .isEqualTo(new Miss(new OutputsMissing(runs.get(0), "it is gone", 100, false)));

      List<Succeeded> fewer = runs.subList(2, 102);
      assertThat(sourceOf(UP_TO_A_DAY.decide(KEY, PastRuns.of(fewer), onlyTheLastIsThere, NOON)))
          .isEqualTo(runs.get(101));
    }

    @Test
    @DisplayName("X7: looks at the first run even where the check would look no further")
    void looks_at_the_first_run_always() {
      List<Succeeded> asked = new ArrayList<>();
      OutputCheck impatient =
          new OutputCheck() {
            @Override
            public Optional<String> missing(Succeeded run) {
              asked.add(run);
              return Optional.of("it is gone");
            }

            @Override
            public boolean looksFurther(int looked) {
              return false;
            }
          };
      Succeeded last = succeeded("2", KEY, NOON);
      PastRuns past = PastRuns.of(List.of(last, succeeded("1", KEY, RECENTLY)));
      assertThat(UP_TO_A_DAY.decide(KEY, past, impatient, NOON))
          .isEqualTo(new Miss(new OutputsMissing(last, "it is gone", 1, false)));
      assertThat(asked).containsExactly(last);
    }

    @Test
    @DisplayName("R5, R13, X7: takes the latest good one of any history")
    void takes_the_latest_good_one_of_any_history() {
      SplittableRandom random = new SplittableRandom(13);
      int hits = 0;
      for (int i = 0; i < 20_000; i++) {
        List<StepRun> runs = anyRuns(random);
        OutputCheck check =
            run -> run.id().text().endsWith("!") ? Optional.of("gone") : Optional.empty();
        Optional<Succeeded> latestGood =
            runs.stream()
                .filter(Succeeded.class::isInstance)
                .map(Succeeded.class::cast)
                .filter(run -> run.key().equals(KEY) && check.missing(run).isEmpty())
                .filter(run -> !run.completedAt().isBefore(CUTOFF))
                .filter(run -> !run.completedAt().isAfter(NOON))
                .max(Comparator.comparing(Succeeded::completedAt).thenComparing(StepRun::id));
        Outcome outcome = UP_TO_A_DAY.decide(KEY, PastRuns.of(runs), check, NOON);
        assertThat(
                outcome instanceof Hit(var source, var age)
                    ? Optional.of(source)
                    : Optional.empty())
            .isEqualTo(latestGood);
        hits += latestGood.isPresent() ? 1 : 0;
      }
      assertThat(hits).isBetween(5_000, 15_000);
    }

    private static List<StepRun> anyRuns(SplittableRandom random) {
      Instant[] ends = {
        CUTOFF.minusMillis(1),
        CUTOFF,
        RECENTLY,
        RECENTLY,
        NOON.minusMillis(1),
        NOON,
        NOON.plusMillis(1)
      };
      List<StepRun> runs = new ArrayList<>();
      for (int i = random.nextInt(9); i > 0; i--) {
        Instant end = ends[random.nextInt(ends.length)];
        String id = i + (random.nextInt(3) == 0 ? "!" : "");
        Executing run = started(id, random.nextBoolean() ? KEY : OTHER, end.minus(MINUTE));
        runs.add(
            switch (random.nextInt(5)) {
              case 0 -> run;
              case 1 -> run.fail(end, "x");
              case 2 -> run.stop(end, "x");
              default -> run.succeed(end, Runs.OUTPUTS);
            });
      }
      return runs;
    }
  }

  @Nested
  @DisplayName("to run the step")
  class ToRun {

    @Test
    @DisplayName("R6: says that there is no previous run")
    void says_that_there_is_no_previous_run() {
      assertThat(decide()).isEqualTo(new Miss(new NoPreviousRun()));
    }

    @Test
    @DisplayName("R6: does not take a run that never succeeded for a previous one")
    void does_not_take_a_failure_with_other_attributes_for_a_previous_run() {
      assertThat(decide(started("f", OTHER, RECENTLY).fail(NOON, "x"), started("e", OTHER, NOON)))
          .isEqualTo(new Miss(new NoPreviousRun()));
    }

    @Test
    @DisplayName("R4: says that runs failed or were stopped, the latest of them")
    void says_that_runs_failed_or_were_stopped() {
      StepRun failed = started("f", KEY, RECENTLY).fail(NOON.minusSeconds(2), "x");
      StepRun stopped = started("s", KEY, RECENTLY).stop(NOON.minusSeconds(1), "x");
      assertThat(decide(failed, stopped)).isEqualTo(new Miss(new NotSucceeded(stopped)));
      assertThat(decide(failed)).isEqualTo(new Miss(new NotSucceeded(failed)));
    }

    @Test
    @DisplayName("R7: says that a run is in progress, the latest started")
    void says_that_a_run_is_in_progress() {
      StepRun early = started("z", KEY, RECENTLY);
      StepRun late = started("a", KEY, NOON);
      assertThat(decide(early, late)).isEqualTo(new Miss(new InProgress(late)));
    }

    @Test
    @DisplayName("R13: a run that completes after now is in progress, if it had started by then")
    void a_run_that_completes_after_now_is_in_progress() {
      Succeeded later = started("r", KEY, NOON).succeed(NOON.plusMillis(1), Runs.OUTPUTS);
      assertThat(decide(later)).isEqualTo(new Miss(new InProgress(later)));
      StepRun failing = started("r", KEY, RECENTLY).fail(NOON.plusMillis(1), "x");
      assertThat(decide(failing)).isEqualTo(new Miss(new InProgress(failing)));
    }

    @Test
    @DisplayName("R13: a run that starts after now is not there yet")
    void a_run_that_starts_after_now_is_not_there_yet() {
      Instant soon = NOON.plusMillis(1);
      assertThat(
              decide(started("e", KEY, soon), started("s", KEY, soon).succeed(soon, Runs.OUTPUTS)))
          .isEqualTo(new Miss(new NoPreviousRun()));
      assertThat(decide(started("s", OTHER, soon).succeed(soon, Runs.OUTPUTS)))
          .isEqualTo(new Miss(new NoPreviousRun()));
    }

    @Test
    @DisplayName("R13: says by how much the latest expired")
    void says_by_how_much_the_latest_expired() {
      Succeeded older = succeeded("z", KEY, CUTOFF.minusSeconds(9));
      Succeeded younger = succeeded("a", KEY, CUTOFF.minusMillis(5_250));
      assertThat(decide(older, younger))
          .isEqualTo(new Miss(new Expired(younger, Duration.parse("PT5.250S"))));
    }

    @Test
    @DisplayName("X7: says which output of the latest candidate is missing")
    void says_which_output_is_missing() {
      Succeeded last = succeeded("2", KEY, NOON);
      PastRuns past = PastRuns.of(List.of(succeeded("1", KEY, RECENTLY), last));
      assertThat(UP_TO_A_DAY.decide(KEY, past, run -> Optional.of(run.id() + " lost"), NOON))
          .isEqualTo(new Miss(new OutputsMissing(last, "2 lost", 2, true)));
    }

    @Test
    @DisplayName("retract: says what was said of the retracted run")
    void says_what_was_said_of_the_retracted_run() {
      Succeeded run = succeeded("r", KEY, RECENTLY);
      PastRuns past = new KnownPast(List.of(run), Map.of(run.id(), "wrong labels"), Instant.MIN);
      assertThat(UP_TO_A_DAY.decide(KEY, past, OutputCheck.NONE, NOON))
          .isEqualTo(new Miss(new MissReason.Retracted(run, "wrong labels")));
    }

    @Test
    @DisplayName("refresh: does not reuse a run that started before it, even if it ended after it")
    void does_not_reuse_a_run_that_started_before_a_refresh() {
      Succeeded run = succeeded("r", KEY, RECENTLY);
      PastRuns refreshed = new KnownPast(List.of(run), Map.of(), RECENTLY);
      assertThat(UP_TO_A_DAY.decide(KEY, refreshed, OutputCheck.NONE, NOON))
          .isEqualTo(new Miss(new RefreshRequested()));
      PastRuns refreshedAsItStarted = new KnownPast(List.of(run), Map.of(), run.startedAt());
      assertThat(sourceOf(UP_TO_A_DAY.decide(KEY, refreshedAsItStarted, OutputCheck.NONE, NOON)))
          .isEqualTo(run);
    }

    @Test
    @DisplayName("SPEC 2: gives the first reason that is true, of all combinations of what can be")
    void gives_the_first_reason_that_is_true() {
      for (List<Fact> facts : Fact.combinations()) {
        String expected = facts.isEmpty() ? "NO_PREVIOUS_RUN" : facts.get(0).reason;
        assertThat(Fact.decide(facts)).as(facts::toString).isEqualTo(expected);
      }
    }
  }

  /** What can be true of a step's past, the first to be told first. */
  private enum Fact {
    REQUESTED("REFRESH_REQUESTED"),
    GOOD("HIT"),
    REFRESHED("REFRESH_REQUESTED"),
    MISSING("OUTPUTS_MISSING"),
    RUNNING("IN_PROGRESS"),
    OLD("EXPIRED"),
    RETRACTED("RETRACTED"),
    FAILED("NOT_SUCCEEDED"),
    CHANGED("ATTRIBUTES_CHANGED");

    private static final Instant REFRESHED_AT = CUTOFF.plus(Duration.ofHours(9));
    private final String reason;

    Fact(String reason) {
      this.reason = reason;
    }

    static List<List<Fact>> combinations() {
      return IntStream.range(0, 1 << values().length)
          .mapToObj(bits -> BitSet.valueOf(new long[] {bits}).stream())
          .map(set -> set.mapToObj(index -> values()[index]).toList())
          .toList();
    }

    static String decide(List<Fact> facts) {
      PastRuns past =
          new KnownPast(
              facts.stream().flatMap(fact -> fact.runs().stream()).toList(),
              Map.of(new StepRunId("RETRACTED"), "x", new StepRunId("RETRACTED, OLD"), "x"),
              REFRESHED_AT);
      OutputCheck check =
          run -> run.id().text().equals("MISSING") ? Optional.of("x") : Optional.empty();
      Enabled policy = new Enabled(UP_TO_A_DAY.expireAfter(), facts.contains(REQUESTED));
      return switch (policy.decide(KEY, past, check, NOON)) {
        case Hit hit -> "HIT";
        case Miss(MissReason why) -> why.code();
        case Outcome.Bypass bypass -> "BYPASS";
      };
    }

    private List<StepRun> runs() {
      return switch (this) {
        case REQUESTED -> List.of();
        case GOOD, MISSING -> List.of(succeeded(name(), KEY, RECENTLY));
        case REFRESHED -> List.of(succeeded(name(), KEY, REFRESHED_AT));
        case RUNNING -> List.of(started(name(), KEY, RECENTLY));
        case OLD -> List.of(succeeded(name(), KEY, CUTOFF.minusMillis(1)));
        case RETRACTED ->
            List.of(
                succeeded(name(), KEY, NOON),
                succeeded("RETRACTED, OLD", KEY, CUTOFF.minusMillis(1)));
        case FAILED -> List.of(started(name(), KEY, RECENTLY).fail(NOON, "x"));
        case CHANGED -> List.of(succeeded(name(), OTHER, CUTOFF.minus(Duration.ofDays(99))));
      };
    }
  }

  @Nested
  @DisplayName("that attributes changed")
  class Changed {

    @Test
    @DisplayName("SPEC 2: names the success with the fewest changed paths, of any age")
    void names_the_success_with_the_fewest_changed_paths() {
      KeyDocument wanted = keyWith("a", 1, "b", 2, "c", 3);
      Succeeded near = succeeded("near", keyWith("a", 1, "b", 2, "c", 4), Instant.EPOCH);
      Succeeded far = succeeded("far", keyWith("a", 1, "b", 3, "c", 4), RECENTLY);
      assertThat(nearest(wanted, near, far))
          .isEqualTo(new AttributesChanged(near, ChangedAttribute.between(near.key(), wanted)));
    }

    @Test
    @DisplayName("SPEC 2: of equals names the latest")
    void of_equals_names_the_latest() {
      Succeeded early = succeeded("z", keyWith("eta", "0.2"), RECENTLY);
      Succeeded late = succeeded("a", keyWith("eta", "0.3"), NOON);
      Succeeded lateToo = succeeded("b", keyWith("eta", "0.4"), NOON);
      assertThat(nearest(KEY, late, early).nearest()).isEqualTo(late);
      assertThat(nearest(KEY, early, late, lateToo).nearest()).isEqualTo(lateToo);
    }

    @Test
    @DisplayName("SPEC 2: looks among the 100 successes that completed last")
    void looks_among_the_100_successes_that_completed_last() {
      List<StepRun> runs = new ArrayList<>();
      IntStream.range(0, 99)
          .forEach(i -> runs.add(succeeded("far" + i, keyWith("eta", i, "x", i), NOON)));
      Succeeded near = succeeded("near", OTHER, RECENTLY);
      runs.add(near);
      assertThat(nearest(KEY, runs).nearest()).isEqualTo(near);
      runs.add(succeeded("one more", keyWith("eta", 99, "x", 99), NOON));
      assertThat(nearest(KEY, runs).nearest()).isEqualTo(runs.get(100));
    }

    private static AttributesChanged nearest(KeyDocument key, StepRun... runs) {
      return nearest(key, List.of(runs));
    }

    private static AttributesChanged nearest(KeyDocument key, List<StepRun> runs) {
      Outcome outcome = UP_TO_A_DAY.decide(key, PastRuns.of(runs), OutputCheck.NONE, NOON);
      return (AttributesChanged) ((Miss) outcome).reason();
    }
  }

  @Nested
  @DisplayName("when two key documents have one signature")
  class OneSignature {

    @Test
    @DisplayName("R15: never reuses the run of the other")
    void never_reuses_the_run_of_the_other() {
      for (List<Fact> facts : Fact.combinations()) {
        List<StepRun> forged =
            facts.stream()
                .flatMap(fact -> fact.runs().stream())
                .map(run -> withKey(run, OTHER))
                .toList();
        Outcome outcome =
            UP_TO_A_DAY.decide(KEY, new Colliding(PastRuns.of(forged)), OutputCheck.NONE, NOON);
        assertThat(outcome)
            .isInstanceOfSatisfying(
                Miss.class,
                miss ->
                    assertThat(miss.reason().code()).isIn("ATTRIBUTES_CHANGED", "NO_PREVIOUS_RUN"));
      }
    }

    @Test
    @DisplayName("R15: says how the other differs")
    void says_how_the_other_differs() {
      Succeeded forged = succeeded("f", OTHER, NOON);
      Outcome outcome =
          UP_TO_A_DAY.decide(
              KEY, new Colliding(PastRuns.of(List.of(forged))), OutputCheck.NONE, NOON);
      assertThat(outcome)
          .isEqualTo(new Miss(new AttributesChanged(forged, ChangedAttribute.between(OTHER, KEY))));
    }

    @Test
    @DisplayName("R15: reuses the right one behind the other")
    void reuses_the_right_one_behind_the_other() {
      Succeeded forged = succeeded("f", OTHER, NOON);
      Succeeded right = succeeded("r", KEY, RECENTLY);
      PastRuns past =
          new Colliding(PastRuns.of(List.of(forged))) {
            @Override
            public Stream<Succeeded> reusable(KeyDocument key, Instant from, Instant to) {
              return Stream.of(forged, right);
            }
          };
      assertThat(sourceOf(UP_TO_A_DAY.decide(KEY, past, OutputCheck.NONE, NOON))).isEqualTo(right);
    }

    private static StepRun withKey(StepRun run, KeyDocument key) {
      Executing other = started(run.id().text(), key, run.startedAt());
      return switch (run) {
        case Executing executing -> other;
        case Succeeded ended -> other.succeed(ended.completedAt(), ended.outputs());
        case StepRun.Failed ended -> other.fail(ended.completedAt(), ended.reason());
        case StepRun.Stopped ended -> other.stop(ended.completedAt(), ended.reason());
      };
    }
  }

  /** Finds by a signature that every key document has in common with {@link #OTHER}. */
  private static class Colliding implements PastRuns {
    private final PastRuns past;

    Colliding(PastRuns past) {
      this.past = past;
    }

    @Override
    public Stream<Succeeded> reusable(KeyDocument key, Instant from, Instant to) {
      return past.reusable(OTHER, from, to);
    }

    @Override
    public Optional<Succeeded> refreshed(KeyDocument key, Instant from, Instant to) {
      return past.reusable(OTHER, from, to).findFirst();
    }

    @Override
    public Optional<Succeeded> expired(KeyDocument key, Instant before) {
      return past.expired(OTHER, before);
    }

    @Override
    public Optional<StepRun> inProgress(KeyDocument key, Instant at) {
      return past.inProgress(OTHER, at);
    }

    @Override
    public Optional<Retracted> retracted(KeyDocument key, Instant at) {
      return past.reusable(OTHER, Instant.MIN, at).findFirst().map(run -> new Retracted(run, "x"));
    }

    @Override
    public Optional<StepRun> notSucceeded(KeyDocument key, Instant at) {
      return past.notSucceeded(OTHER, at);
    }

    @Override
    public List<Succeeded> latestSuccesses(int most, Instant at) {
      return past.latestSuccesses(most, at);
    }
  }

  @Test
  @DisplayName("R16: is a function of what it is given, in whatever order runs are listed")
  void is_a_function_of_what_it_is_given() {
    for (List<Fact> facts : Fact.combinations()) {
      List<StepRun> runs =
          new ArrayList<>(facts.stream().flatMap(fact -> fact.runs().stream()).toList());
      Outcome outcome = decide(runs.toArray(StepRun[]::new));
      assertThat(decide(runs.toArray(StepRun[]::new))).isEqualTo(outcome);
      Collections.shuffle(runs, new Random(facts.size()));
      assertThat(decide(runs.toArray(StepRun[]::new))).isEqualTo(outcome);
    }
  }

  @Test
  @DisplayName("R16: leaves nothing of the history open")
  void leaves_nothing_of_the_history_open() {
    AtomicBoolean closed = new AtomicBoolean();
    PastRuns past =
        new Colliding(PastRuns.of(List.of(succeeded("r", OTHER, NOON)))) {
          @Override
          public Stream<Succeeded> reusable(KeyDocument key, Instant from, Instant to) {
            return super.reusable(key, from, to).onClose(() -> closed.set(true));
          }
        };
    assertThat(UP_TO_A_DAY.decide(OTHER, past, OutputCheck.NONE, NOON)).isInstanceOf(Hit.class);
    assertThat(closed).isTrue();
  }

  @Test
  @DisplayName("R3, R8: is made among runs of one scope, never of several")
  void is_made_among_runs_of_one_scope() {
    StepScope scope = Runs.SCOPE;
    for (StepScope other :
        List.of(
            new StepScope(new PipelineId("p2"), scope.step(), scope.type(), scope.kind()),
            new StepScope(scope.pipeline(), scope.step(), scope.type(), RunKind.SIMULATED))) {
      StepRun elsewhere =
          new Executing(
              new StepRunId("r"), other, KEY, Optional.of(new ExecutionId("e")), RECENTLY);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PastRuns.of(List.of(succeeded("s", KEY, NOON), elsewhere)))
          .withMessageContaining("one scope");
    }
  }

  private static Outcome decide(StepRun... runs) {
    return UP_TO_A_DAY.decide(KEY, PastRuns.of(List.of(runs)), OutputCheck.NONE, NOON);
  }

  private static StepRun sourceOf(Outcome outcome) {
    return ((Hit) outcome).source();
  }
}
