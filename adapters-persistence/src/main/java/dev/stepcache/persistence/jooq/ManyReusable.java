package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.STEP_RUN;

import dev.stepcache.application.port.RunHistory.Reusable;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.persistence.schema.tables.records.StepRunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.SQLDialect;

/** Looks for the runs that many steps may reuse. */
final class ManyReusable {
  /** In one round trip: as many as a server's parser takes without effort. */
  private static final int MOST_BY_WIRE = 64;

  private final Database database;
  private final HotQueries queries;
  private final RunRows rows;

  /**
   * How many are asked for in one statement. In a file nothing travels, and small ones are best.
   */
  private final int most;

  ManyReusable(Database database, SQLDialect dialect, HotQueries queries, RunRows rows) {
    this.database = database;
    this.queries = queries;
    this.rows = rows;
    this.most = dialect == SQLDialect.SQLITE ? 1 : MOST_BY_WIRE;
  }

  /** Whose run a row is; answers of one statement come in any order. */
  private record Of(String pipeline, String step, String type, String kind, String signature) {

    static Of asked(Reusable asked) {
      StepScope scope = asked.scope();
      return new Of(
          scope.pipeline().text(),
          scope.step().text(),
          scope.type().name(),
          scope.kind().name(),
          asked.key().signature().hex());
    }

    static Of row(StepRunRecord row) {
      return new Of(
          row.getPipelineId(),
          row.getStepName(),
          row.getStepType(),
          row.getKind(),
          row.getSignature());
    }
  }

  List<Optional<Succeeded>> first(List<Reusable> questions) {
    Map<Of, StepRunRecord> found = new HashMap<>();
    database.read(session -> ask(session, questions)).forEach(row -> found.put(Of.row(row), row));
    List<Optional<Succeeded>> runs = new ArrayList<>();
    for (Reusable asked : questions) {
      runs.add(Optional.ofNullable(found.get(Of.asked(asked))).map(row -> run(row, asked)));
    }
    return runs;
  }

  private List<StepRunRecord> ask(Session session, List<Reusable> questions) {
    List<StepRunRecord> found = new ArrayList<>();
    for (int from = 0, size; from < questions.size(); from += size) {
      // Powers of two, so that there are few different statements.
      size = Math.min(Integer.highestOneBit(questions.size() - from), most);
      List<Map<String, Object>> values =
          questions.subList(from, from + size).stream().map(ManyReusable::values).toList();
      HotQuery query = queries.of(PastRunsQuestion.REUSABLE, size);
      found.addAll(session.fetchAll(query, STEP_RUN, values));
    }
    return found;
  }

  private static Map<String, Object> values(Reusable asked) {
    return new Values(asked.scope(), 1)
        .with("signature", asked.key().signature().hex())
        .with("from", asked.from())
        .with("to", asked.to())
        .byName();
  }

  private Succeeded run(StepRunRecord row, Reusable asked) {
    return (Succeeded) rows.run(row, Optional.of(asked.key()));
  }
}
