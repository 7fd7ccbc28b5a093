package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistory.Reusable;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.persistence.schema.tables.records.StepRunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jooq.SQLDialect;

/** Looks for the runs that many steps may reuse. */
final class ManyReusable {
  /** In one round trip: as many as a server's parser takes without effort. */
  private static final int MOST_BY_WIRE = 64;

  private static final HotQuery.Row<StepRunRecord> SUCCESS = PastRunsQuestion::success;

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

  List<Optional<Succeeded>> first(List<Reusable> questions) {
    List<Optional<StepRunRecord>> found = database.read(session -> ask(session, questions));
    return IntStream.range(0, questions.size())
        .mapToObj(i -> found.get(i).map(row -> run(row, questions.get(i))))
        .toList();
  }

  private Succeeded run(StepRunRecord row, Reusable asked) {
    return (Succeeded) rows.run(row, asked.scope(), asked.key());
  }

  private List<Optional<StepRunRecord>> ask(Session session, List<Reusable> questions) {
    List<Optional<StepRunRecord>> found = new ArrayList<>();
    for (int from = 0, size; from < questions.size(); from += size) {
      // Powers of two, so that there are few different statements.
      size = Math.min(Integer.highestOneBit(questions.size() - from), most);
      found.addAll(askTogether(session, questions.subList(from, from + size)));
    }
    return found;
  }

  private List<Optional<StepRunRecord>> askTogether(Session session, List<Reusable> questions) {
    List<Map<String, Object>> values = questions.stream().map(ManyReusable::values).toList();
    return values.size() == 1
        ? List.of(
            session.fetch(queries.of(PastRunsQuestion.REUSABLE), SUCCESS, values.get(0)).stream()
                .findFirst())
        : session.fetchEach(queries.of(PastRunsQuestion.REUSABLE, values.size()), SUCCESS, values);
  }

  private static Map<String, Object> values(Reusable asked) {
    return new Values(asked.scope(), 1)
        .with("signature", asked.key().signature().hex())
        .with("from", asked.from())
        .with("to", asked.to())
        .byName();
  }
}
