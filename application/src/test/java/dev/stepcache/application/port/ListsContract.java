package dev.stepcache.application.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunHistory.ExecutionQuery;
import dev.stepcache.application.port.RunHistory.ExecutionQuery.Order;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.Place;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.StepRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Long lists in any order, and going on where an earlier one ended (H1, H2). */
public interface ListsContract extends HistoryUnderTest {

  @ParameterizedTest
  @EnumSource
  default void H1_executions_are_listed_in_every_order_as_a_whole_and_from_each_place(Order order) {
    Pipeline other = pipeline("other");
    List<Execution> all = new ArrayList<>();
    for (int i = 0; i < 75; i++) {
      // Not in the order of their ids, three at a time at one instant.
      Execution execution =
          Executions.begun(
              "e%03d".formatted(i * 37 % 75),
              i % 2 == 0 ? pipeline() : other,
              NOON.plus(MINUTE.multipliedBy(i / 3)));
      history().begin(execution, Optional.empty());
      all.add(execution);
    }
    all.sort(comparator(order));

    assertThat(executions(Optional.empty(), order, Optional.empty()))
        .containsExactlyElementsOf(all);
    for (int i = 0; i < all.size(); i += 13) {
      assertThat(executions(Optional.empty(), order, Optional.of(place(all.get(i)))))
          .containsExactlyElementsOf(all.subList(i + 1, all.size()));
    }
    assertThat(executions(Optional.of(other.id()), order, Optional.of(place(all.get(20)))))
        .containsExactlyElementsOf(
            all.subList(21, all.size()).stream()
                .filter(each -> each.pipeline().equals(other.id()))
                .toList());
  }

  @ParameterizedTest
  @EnumSource
  default void H1_executions_are_listed_from_an_instant_on_and_before_another(Order order) {
    for (int i = 0; i < 5; i++) {
      Execution execution =
          Executions.begun("e" + i, pipeline(), NOON.plus(MINUTE.multipliedBy(i)));
      history().begin(execution, Optional.empty());
    }
    Optional<Instant> from = Optional.of(NOON.plus(MINUTE));
    Optional<Instant> before = Optional.of(NOON.plus(MINUTE.multipliedBy(3)));

    assertThat(
            history()
                .executions(
                    new ExecutionQuery(Optional.empty(), from, before, order, Optional.empty()))
                .map(each -> each.id().text()))
        .containsExactlyInAnyOrder("e1", "e2");
  }

  @Test
  default void H2_runs_are_listed_after_a_place() {
    List<StepRun> runs = new ArrayList<>();
    for (int i = 0; i < 75; i++) {
      runs.add(0, kept(aRun().startedAt(NOON.plus(MINUTE.multipliedBy(i / 3))).executing()));
    }

    for (int i = 0; i < runs.size(); i += 13) {
      StepRun last = runs.get(i);
      RunQuery further =
          new RunQuery(
              Optional.of(pipeline().id()),
              Optional.empty(),
              Optional.empty(),
              Optional.of(new Place(last.startedAt(), last.id().text())));
      assertThat(history().runs(further).map(RecordedRun::run))
          .containsExactlyElementsOf(runs.subList(i + 1, runs.size()));
    }
  }

  @Test
  default void H2_runs_are_listed_by_signature() {
    Pipeline other = pipeline("other");
    StepRun run = kept(aRun().succeededAt(NOON));
    kept(aRun().key(RunBuilder.keyOf("0.2")).succeededAt(NOON));
    StepRun elsewhere = kept(aRun().in(scopeIn(other.id())).step("Other").failedAt(NOON));

    assertThat(runsLike(run, Optional.empty())).containsExactlyInAnyOrder(run, elsewhere);
    assertThat(runsLike(run, Optional.of(pipeline().id()))).containsExactly(run);
  }

  @Test
  default void an_execution_is_amended_with_other_options() {
    Execution execution = Executions.begun("e1", pipeline(), NOON);
    history().begin(execution, Optional.empty());

    history().amend(execution.id(), "{\"maxParallel\":7}");

    assertThat(history().findExecution(execution.id()))
        .contains(execution.amended("{\"maxParallel\":7}"));
  }

  private List<StepRun> runsLike(StepRun run, Optional<PipelineId> pipeline) {
    return history()
        .runs(
            new RunQuery(
                pipeline, Optional.empty(), Optional.of(run.key().signature()), Optional.empty()))
        .map(RecordedRun::run)
        .toList();
  }

  private List<Execution> executions(
      Optional<PipelineId> pipeline, Order order, Optional<Place> after) {
    return history()
        .executions(new ExecutionQuery(pipeline, Optional.empty(), Optional.empty(), order, after))
        .toList();
  }

  private static Place place(Execution execution) {
    return new Place(execution.startedAt(), execution.id().text());
  }

  private static Comparator<Execution> comparator(Order order) {
    Comparator<Execution> byStart =
        Comparator.comparing(Execution::startedAt).thenComparing(Execution::id);
    Comparator<Execution> byId = Comparator.comparing(Execution::id);
    return switch (order) {
      case LATEST_FIRST -> byStart.reversed();
      case EARLIEST_FIRST -> byStart;
      case BY_ID -> byId;
      case BY_ID_DESCENDING -> byId.reversed();
    };
  }
}
