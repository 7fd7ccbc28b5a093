package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.EXECUTION;
import static org.jooq.impl.DSL.noCondition;

import dev.stepcache.application.port.RunHistory.ExecutionQuery;
import dev.stepcache.application.port.RunHistory.Place;
import dev.stepcache.persistence.schema.tables.records.ExecutionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.OrderField;

/** Executions in one of their orders, each read from an index that has this order. */
final class ExecutionList {
  private static final int PAGE = 32;
  private static final StartOrder STARTS = new StartOrder(EXECUTION.STARTED_AT, EXECUTION.ID);

  private final Database database;
  private final ExecutionQuery query;

  ExecutionList(Database database, ExecutionQuery query) {
    this.database = database;
    this.query = query;
  }

  Stream<ExecutionRecord> rows() {
    return Pages.stream(
        PAGE, PAGE, (last, most) -> page(last.map(ExecutionList::place).or(query::after), most));
  }

  private static Place place(ExecutionRecord row) {
    return new Place(Instant.ofEpochMilli(row.getStartedAt()), row.getId());
  }

  private List<ExecutionRecord> page(Optional<Place> after, int most) {
    return database.read(session ->
        Hints.index(
                session
                    .sql()
                    .select(Definitions.withDefinition())
                    .from(EXECUTION)
                    .where(isAsked())
                    .and(after.map(this::isAfter).orElse(noCondition()))
                    .and(PipelineTable.isOfLiving(EXECUTION.PIPELINE_ID))
                    .orderBy(order())
                    .limit(most),
                EXECUTION,
                index())
            .fetchInto(EXECUTION));
  }

  private Condition isAsked() {
    Condition asked = noCondition();
    if (query.pipeline().isPresent()) {
      asked = asked.and(EXECUTION.PIPELINE_ID.eq(query.pipeline().get().text()));
    }
    if (query.from().isPresent()) {
      asked = asked.and(EXECUTION.STARTED_AT.ge(Millis.of(query.from().get())));
    }
    if (query.before().isPresent()) {
      asked = asked.and(EXECUTION.STARTED_AT.lt(Millis.of(query.before().get())));
    }
    return asked;
  }

  private Condition isAfter(Place place) {
    return switch (query.order()) {
      case LATEST_FIRST -> STARTS.isBefore(place);
      case EARLIEST_FIRST -> STARTS.isAfter(place);
      case BY_ID -> EXECUTION.ID.gt(place.id());
      case BY_ID_DESCENDING -> EXECUTION.ID.lt(place.id());
    };
  }

  private List<OrderField<?>> order() {
    return switch (query.order()) {
      case LATEST_FIRST -> List.of(EXECUTION.STARTED_AT.desc(), EXECUTION.ID.desc());
      case EARLIEST_FIRST -> List.of(EXECUTION.STARTED_AT, EXECUTION.ID);
      case BY_ID -> List.of(EXECUTION.ID);
      case BY_ID_DESCENDING -> List.of(EXECUTION.ID.desc());
    };
  }

  private String index() {
    boolean ofOne = query.pipeline().isPresent();
    return switch (query.order()) {
      case LATEST_FIRST, EARLIEST_FIRST -> ofOne ? "execution_by_pipeline" : "execution_by_start";
      case BY_ID, BY_ID_DESCENDING -> ofOne ? "execution_by_id" : "primary";
    };
  }
}
