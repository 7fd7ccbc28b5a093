package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.EXECUTION;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;

import dev.stepcache.persistence.schema.tables.records.ExecutionStepRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jooq.Query;

/** Which of so many executions go on in a later round than their first: few do. */
record LaterRounds(int executions) implements HotQueries.Asked {

  @Override
  public Query query() {
    return select(EXECUTION.ID, EXECUTION.ROUND)
        .from(EXECUTION)
        .where(
            EXECUTION.ID.in(
                IntStream.range(0, executions).mapToObj(i -> param(name(i), "")).toList()))
        .and(EXECUTION.ROUND.gt(inline(0)));
  }

  private static String name(int execution) {
    return "execution_" + execution;
  }

  /** Those steps that are not told of an earlier round than their execution's. */
  static List<ExecutionStepRecord> inTime(
      Session session, HotQueries queries, List<ExecutionStepRecord> steps) {
    List<String> executions =
        steps.stream().map(ExecutionStepRecord::getExecutionId).distinct().toList();
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < executions.size(); i++) {
      values.put(name(i), executions.get(i));
    }
    Map<String, Integer> rounds =
        session.ask(queries.of(new LaterRounds(executions.size())), values, LaterRounds::read);
    return steps.stream()
        .filter(step -> step.getRound() >= rounds.getOrDefault(step.getExecutionId(), 0))
        .toList();
  }

  private static Map<String, Integer> read(ResultSet rows) throws SQLException {
    Map<String, Integer> rounds = new HashMap<>();
    while (rows.next()) {
      rounds.put(rows.getString(1), rows.getInt(2));
    }
    return rounds;
  }
}
