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

/** Looks for the runs that many steps may reuse, a good number of steps in each round trip. */
final class ManyReusable {
  /** As many as SQLite's compound queries and a server's parser take without effort. */
  private static final int MOST_AT_ONCE = 64;

  private final Database database;
  private final HotQueries queries;
  private final RunRows rows;

  ManyReusable(Database database, HotQueries queries, RunRows rows) {
    this.database = database;
    this.queries = queries;
    this.rows = rows;
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
    for (int from = 0, size; from < questions.size(); from += size) {
      size = atOnce(questions.size() - from);
      ask(questions.subList(from, from + size)).forEach(row -> found.put(Of.row(row), row));
    }
    List<Optional<Succeeded>> runs = new ArrayList<>();
    for (Reusable asked : questions) {
      runs.add(Optional.ofNullable(found.get(Of.asked(asked))).map(row -> run(row, asked)));
    }
    return runs;
  }

  /** Powers of two, so that there are few different statements. */
  private static int atOnce(int left) {
    return Math.min(Integer.highestOneBit(left), MOST_AT_ONCE);
  }

  private List<StepRunRecord> ask(List<Reusable> questions) {
    HotQuery query = queries.of(PastRunsQuestion.REUSABLE, questions.size());
    List<Map<String, Object>> values =
        questions.stream()
            .map(asked ->
                new Values(asked.scope(), 1)
                    .with("signature", asked.key().signature().hex())
                    .with("from", asked.from())
                    .with("to", asked.to())
                    .byName())
            .toList();
    return database.read(session -> session.fetchAll(query, STEP_RUN, values));
  }

  private Succeeded run(StepRunRecord row, Reusable asked) {
    return (Succeeded) rows.run(row, Optional.of(asked.key()));
  }
}
