package dev.stepcache.persistence.memory;

import static java.util.Comparator.comparing;

import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory.ExecutionQuery;
import dev.stepcache.application.port.RunHistory.Place;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.domain.run.StepRun;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs and executions in their orders. */
final class MemoryLists {
  private static final Comparator<Place> BY_START =
      comparing(Place::startedAt).thenComparing(Place::id);

  private MemoryLists() {}

  static List<StepRun> runs(Facts facts, RunQuery query) {
    Comparator<Place> order = BY_START.reversed();
    Function<StepRun, Place> place = run -> new Place(run.startedAt(), run.id().text());
    return facts.runs.all().stream()
        .filter(run -> query.pipeline().map(run.scope().pipeline()::equals).orElse(true))
        .filter(run -> query.step().map(run.scope().step()::equals).orElse(true))
        .filter(run -> query.signature().map(run.key().signature()::equals).orElse(true))
        .filter(run ->
            query.after().map(after -> order.compare(place.apply(run), after) > 0).orElse(true))
        .sorted(comparing(place, order))
        .toList();
  }

  static Stream<Execution> executions(Facts facts, ExecutionQuery query) {
    Comparator<Place> order = order(query.order());
    Function<Execution, Place> place = each -> new Place(each.startedAt(), each.id().text());
    return facts.executions.values().stream()
        .filter(each -> query.pipeline().map(each.pipeline()::equals).orElse(true))
        .filter(each -> facts.isLiving(each.pipeline()))
        .filter(each -> query.from().map(from -> !each.startedAt().isBefore(from)).orElse(true))
        .filter(each -> query.before().map(each.startedAt()::isBefore).orElse(true))
        .filter(each ->
            query.after().map(after -> order.compare(place.apply(each), after) > 0).orElse(true))
        .sorted(comparing(place, order))
        .toList()
        .stream();
  }

  private static Comparator<Place> order(ExecutionQuery.Order order) {
    return switch (order) {
      case LATEST_FIRST -> BY_START.reversed();
      case EARLIEST_FIRST -> BY_START;
      case BY_ID -> comparing(Place::id);
      case BY_ID_DESCENDING -> comparing(Place::id).reversed();
    };
  }
}
