package dev.stepcache.application.port;

import static dev.stepcache.application.port.RunBuilder.OUTPUTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepOutputs.Kept;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs are kept with all that is known of them; one that has ended never changes. */
public interface RunsContract extends HistoryUnderTest {

  @Test
  default void a_run_is_kept_from_its_start() {
    StepRun.Executing run = aRun().of(new ExecutionId("e1")).executing();

    assertThat(history().findRun(run.id())).isEmpty();
    history().start(run, Optional.empty());

    assertThat(found(run.id())).isEqualTo(run);
  }

  @Test
  default void a_run_is_kept_with_its_end() {
    for (StepRun.Ended run :
        List.of(
            aRun().succeededAt(NOON),
            aRun().failedAt(NOON),
            aRun().stoppedAt(NOON),
            aRun().startedAt(NOON).succeededAt(NOON),
            aRun().simulated().succeededAt(NOON))) {
      history().start(run.started(), Optional.empty());
      assertThat(history().complete(run, Optional.empty())).isTrue();
      assertThat(found(run.id())).isEqualTo(run);
    }
  }

  @Test
  default void the_end_of_a_run_whose_start_was_not_kept_is_kept_with_it() {
    StepRun.Succeeded run = aRun().of(new ExecutionId("e1")).succeededAt(NOON);

    assertThat(history().complete(run, Optional.empty())).isTrue();

    assertThat(found(run.id())).isEqualTo(run);
  }

  @Test
  default void R12_R15_nothing_of_a_run_is_lost_or_changed() {
    AttributeValue unusual =
        AttributeValue.list(
            AttributeValue.text("é\u0000\u001f\"\\ \u2028 🦪 'x'; -- %_"),
            AttributeValue.text(""),
            new AttributeValue.NumberValue(new BigDecimal("9007199254740993.000000000001")),
            AttributeValue.bool(false),
            new AttributeValue.NullValue(),
            AttributeValue.list(),
            AttributeValue.object(Map.of()));
    KeyDocument key =
        KeyDocument.of(
            new StepType("Ünusual"),
            AttributeValue.object(Map.of("Arguments", unusual)),
            Map.of("s3://bucket/é", "ab12", "file:///x", "absent"));
    StepOutputs outputs =
        new StepOutputs(
            unusual,
            Optional.of(new Kept("store-1", new TreeMap<>(Map.of("s3://bucket/🦪", "cd34")))));
    StepRun.Succeeded run = aRun().key(key).succeededAt(NOON, outputs);
    StepRun.Succeeded noObject =
        aRun()
            .succeededAt(
                NOON,
                new StepOutputs(
                    AttributeValue.text("done"), Optional.of(new Kept("", new TreeMap<>()))));
    kept(run);
    kept(noObject);

    assertThat(found(run.id())).isEqualTo(run);
    assertThat(found(run.id()).key().canonical()).isEqualTo(key.canonical());
    assertThat(found(noObject.id())).isEqualTo(noObject);
    assertThat(past().reusable(key, NOON, NOON)).containsExactly(run);
  }

  @Test
  default void documents_of_many_megabytes_are_kept_whole() {
    String nine = "0123456789abcdef".repeat(9 << 16);
    StepRun.Succeeded run =
        aRun()
            .key(RunBuilder.keyOf(nine))
            .succeededAt(NOON, StepOutputs.of(AttributeValue.text(nine)));
    kept(run);

    assertThat(found(run.id()).equals(run)).isTrue();
    assertThat(past().reusable(run.key(), NOON, NOON).findFirst().equals(Optional.of(run)))
        .isTrue();
  }

  @Test
  default void names_may_be_as_long_as_they_can_be() {
    String longest = "🦪".repeat(128);
    Pipeline pipeline = pipeline(longest);
    StepScope scope =
        new StepScope(
            pipeline.id(), new StepName(longest), new StepType(longest), RunKind.SIMULATED);
    StepRun.Succeeded run =
        kept(
            RunBuilder.aRun(scope)
                .id("i".repeat(64))
                .of(new ExecutionId("e".repeat(64)))
                .succeededAt(NOON));

    assertThat(history().pastRuns(scope).reusable(run.key(), NOON, NOON)).containsExactly(run);
    StepScope wide =
        new StepScope(
            pipeline("漢".repeat(256)).id(),
            new StepName("漢".repeat(256)),
            new StepType("漢".repeat(256)),
            RunKind.REAL);
    StepRun.Succeeded another = kept(RunBuilder.aRun(wide).id("漢".repeat(64)).succeededAt(NOON));
    assertThat(history().pastRuns(wide).reusable(run.key(), NOON, NOON)).containsExactly(another);
  }

  @Test
  default void a_run_that_was_started_twice_stays_as_it_was_first_started() {
    StepRun.Executing first = kept(aRun().executing());
    StepRun.Executing again = aRun().id(first.id().text()).startedAt(NOON).executing();

    history().start(again, Optional.empty());

    assertThat(found(first.id())).isEqualTo(first);
  }

  @Test
  default void a_run_that_has_ended_never_changes() {
    StepRun.Failed failed = kept(aRun().failedAt(NOON));

    assertThat(
            history().complete(failed.started().succeed(NOON, OUTPUTS), Optional.of("never again")))
        .isFalse();
    history().start(failed.started(), Optional.empty());

    assertThat(found(failed.id())).isEqualTo(failed);
    assertThat(recorded(failed.id()).retracted()).isEmpty();
  }

  @Test
  default void whoever_did_not_hear_that_an_end_was_kept_can_tell_it_again() {
    StepRun.Succeeded run = aRun().succeededAt(NOON);

    assertThat(history().complete(run, Optional.empty())).isTrue();
    assertThat(history().complete(run, Optional.empty())).isTrue();

    assertThat(history().runs(everyRun())).hasSize(1);
  }

  @Test
  default void of_many_who_end_a_run_at_once_exactly_one_does() throws Exception {
    for (int round = 0; round < 8; round++) {
      StepRun.Executing run = kept(aRun().executing());
      List<Future<Boolean>> ends = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        for (int i = 0; i < 4; i++) {
          StepRun.Failed end = run.fail(NOON, "end " + i);
          ends.add(threads.submit(() -> history().complete(end, Optional.empty())));
        }
      }
      List<Integer> winners = new ArrayList<>();
      for (int i = 0; i < ends.size(); i++) {
        if (ends.get(i).get()) {
          winners.add(i);
        }
      }
      assertThat(winners).hasSize(1);
      assertThat(found(run.id())).isEqualTo(run.fail(NOON, "end " + winners.get(0)));
    }
  }

  @Test
  default void a_run_can_be_kept_as_one_that_must_never_be_reused() {
    StepRun.Succeeded run = aRun().succeededAt(NOON);

    history().complete(run, Optional.of("an input changed while it ran"));

    assertThat(recorded(run.id()).retracted()).contains("an input changed while it ran");
    assertThat(past().reusable(run.key(), NOON, NOON)).isEmpty();
  }

  @Test
  default void the_first_reason_of_a_retraction_stays() {
    StepRun.Executing run = kept(aRun().executing());

    history().retract(run.id(), NOON, "wrong data");
    history().retract(run.id(), NOON.plus(MINUTE), "wrong code");
    history().complete(run.succeed(NOON, OUTPUTS), Optional.of("late"));

    assertThat(recorded(run.id()).retracted()).contains("wrong data");
  }

  @Test
  default void runs_are_listed_last_started_first_then_by_greater_id() {
    List<StepRun> expected = new ArrayList<>();
    for (int i = 0; i < 75; i++) {
      // Three at a time start at one instant.
      expected.add(
          kept(
              aRun()
                  .startedAt(NOON.plus(MINUTE.multipliedBy(i / 3)))
                  .succeededAt(NOON.plus(MINUTE.multipliedBy(1000 - i)))));
    }
    assertThat(history().runs(everyRun()).map(RecordedRun::run))
        .containsExactlyElementsOf(expected.reversed());
    assertThat(history().runs(everyRun()).limit(2).map(RecordedRun::run))
        .containsExactlyElementsOf(expected.reversed().subList(0, 2));
  }

  @Test
  default void runs_are_listed_of_all_pipelines_of_one_or_of_one_of_its_steps() {
    Pipeline other = pipeline("other");
    StepRun train = kept(aRun().executing());
    StepRun evaluate = kept(aRun().step("Evaluate").failedAt(NOON));
    StepRun elsewhere = kept(RunBuilder.aRun(scopeIn(other.id())).succeededAt(NOON));

    assertThat(history().runs(everyRun()).map(RecordedRun::run))
        .containsExactlyInAnyOrder(train, evaluate, elsewhere);
    assertThat(history().runs(runsOf(pipeline())).map(RecordedRun::run))
        .containsExactlyInAnyOrder(train, evaluate);
    assertThat(history().runs(runsOf(pipeline(), "Evaluate")).map(RecordedRun::run))
        .containsExactly(evaluate);
    assertThat(history().runs(runsOf(pipeline(), "evaluate"))).isEmpty();
    assertThat(history().runs(everyRun()).map(run -> run.pipeline().text()))
        .containsExactlyInAnyOrder("abalone", "abalone", "other");
  }

  @Test
  default void R8_runs_of_an_ended_pipeline_are_not_found() {
    StepRun run = kept(aRun().succeededAt(NOON));
    StepScope before = scope();
    history().deletePipeline(before.pipeline(), NOON);

    assertThat(history().findRun(run.id())).isEmpty();
    assertThat(history().runs(everyRun())).isEmpty();
    assertThat(history().pastRuns(before).reusable(run.key(), NOON, NOON)).isEmpty();
    assertThat(history().pastRuns(before).latestSuccesses(100, NOON)).isEmpty();
    assertThat(past().reusable(run.key(), NOON, NOON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run-a", "RUN-A", "run-a ", "run-á", "🦪"})
  default void ids_match_byte_by_byte(String text) {
    Stream.of("run-a", "RUN-A", "run-a ", "run-á", "🦪")
        .forEach(id -> kept(aRun().id(id).failedAt(NOON)));

    assertThat(found(new StepRunId(text)).id().text()).isEqualTo(text);
    assertThat(history().runs(everyRun())).hasSize(5);
  }

  private RecordedRun recorded(StepRunId run) {
    return history().findRun(run).orElseThrow();
  }

  private StepRun found(StepRunId run) {
    return recorded(run).run();
  }

  private static RunQuery everyRun() {
    return new RunQuery(Optional.empty(), Optional.empty());
  }

  private static RunQuery runsOf(Pipeline pipeline) {
    return new RunQuery(Optional.of(pipeline.id()), Optional.empty());
  }

  private static RunQuery runsOf(Pipeline pipeline, String step) {
    return new RunQuery(Optional.of(pipeline.id()), Optional.of(new StepName(step)));
  }
}
