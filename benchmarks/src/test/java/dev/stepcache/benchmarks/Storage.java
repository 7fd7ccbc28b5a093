package dev.stepcache.benchmarks;

import dev.stepcache.application.Identifiers;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.benchmarks.Past.Asked;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.persistence.jooq.RunHistories;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How many bytes a run, an execution and a step of one take, in the table and in each index. */
final class Storage {
  private static final int RUNS = 20_000;
  private static final int EXECUTIONS = 200;
  private static final int STEPS = 100;

  private static final Map<String, Integer> ROWS =
      Map.of("step_run", RUNS, "execution", EXECUTIONS, "execution_step", EXECUTIONS * STEPS);

  /** Of every table the bytes of its documents. */
  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "step_run", "length(key_document) + coalesce(length(outputs), 0)",
          "execution", "length(definition) + length(parameters)",
          "execution_step", "length(decision) + coalesce(length(outputs), 0)");

  private static final String OF_SQLITE =
      "select m.tbl_name, s.name, sum(s.pgsize) from dbstat s join sqlite_master m"
          + " on m.name = s.name where m.tbl_name in %s group by 1, 2 order by 1, 3 desc";

  private static final String OF_MYSQL =
      "select table_name, if(index_name = 'PRIMARY', table_name, index_name),"
          + " stat_value * @@innodb_page_size from mysql.innodb_index_stats"
          + " where database_name = database() and stat_name = 'size' and table_name in %s"
          + " order by 1, 3 desc";

  private final Past past = new Past();
  private final Random random = new Random(1);
  private final Identifiers identifiers = new Identifiers(random);

  private Storage() {}

  static void onSqlite(Path folder) throws Exception {
    new Storage().measure("SQLite", "jdbc:sqlite:" + folder.resolve("history.db"), OF_SQLITE);
  }

  static void onMySql() throws Exception {
    try (MySqlDatabases databases = new MySqlDatabases()) {
      new Storage().measure("MySQL", databases.make(1), OF_MYSQL);
    }
  }

  private void measure(String store, String url, String query) throws Exception {
    try (RunHistory history = RunHistories.open(url, InstantSource.system())) {
      history.importAll(past.records(RUNS));
      for (int i = 0; i < EXECUTIONS; i++) {
        execute(history);
      }
    }
    Table.chapter(
        "Bytes of a run, of an execution of %d steps, and of one of these, on %s"
            .formatted(STEPS, store));
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      if (query.equals(OF_MYSQL)) {
        statement.execute("analyze table step_run, execution, execution_step");
      }
      print(statement, query);
    }
  }

  /** All its steps reuse a run. */
  private void execute(RunHistory history) {
    Instant at = Instant.now();
    Asked first = past.known(random);
    String definition =
        IntStream.range(0, STEPS)
            .mapToObj(i -> past.known(new Random(i)).json())
            .collect(Collectors.joining(", ", "{\"Version\": \"2020-12-01\", \"Steps\": [", "]}"));
    Execution execution =
        new Execution(
            identifiers.execution(),
            first.id(),
            RunKind.REAL,
            Execution.Status.SUCCEEDED,
            at,
            Optional.of(at),
            Optional.empty(),
            definition,
            "{}",
            "{}",
            0);
    history.end(execution);
    for (int i = 0; i < STEPS; i++) {
      history.keep(execution.id(), hit(i, at));
    }
  }

  private ExecutedStep hit(int position, Instant at) {
    Asked asked = past.known(random);
    return new ExecutedStep(
        position,
        new StepName("step-" + position),
        asked.step().type(),
        ExecutedStep.Status.SUCCEEDED,
        Optional.empty(),
        Optional.of(identifiers.run(at)),
        Optional.empty(),
        Optional.of(decision(asked, position)),
        Optional.empty(),
        0,
        0,
        at,
        Optional.of(at),
        Optional.empty());
  }

  private static String decision(Asked asked, int position) {
    return """
    {"decidedAt":"2026-03-01T12:00:00.000Z","expireAfter":"P30D",\
    "message":"Reuses the run of an hour ago.","outcome":"HIT","pipeline":"%s",\
    "reason":"REUSED","signature":"%s","source":{"age":"PT3600.000S",\
    "completedAt":"2026-03-01T11:00:00.000Z","execution":"0123456789ab",\
    "run":"019c0000-0000-7000-8000-000000000000","startedAt":"2026-03-01T10:59:00.000Z"},\
    "step":"step-%d","type":"Training"}\
    """
        .formatted(asked.pipeline().text(), asked.signature(), position);
  }

  private static void print(Statement statement, String query) throws SQLException {
    Map<String, StringBuilder> parts = new LinkedHashMap<>();
    Map<String, Long> sums = new LinkedHashMap<>();
    String tables = ROWS.keySet().stream().collect(Collectors.joining("', '", "('", "')"));
    try (ResultSet rows = statement.executeQuery(query.formatted(tables))) {
      while (rows.next()) {
        String table = rows.getString(1);
        long bytes = rows.getLong(3) / Optional.ofNullable(ROWS.get(table)).orElseThrow();
        sums.merge(table, bytes, Long::sum);
        parts
            .computeIfAbsent(table, first -> new StringBuilder())
            .append(", %s %,d".formatted(rows.getString(2), bytes));
      }
    }
    for (Map.Entry<String, StringBuilder> part : parts.entrySet()) {
      Table.note(
          "%-14s %,8d, of these documents %,d%s"
              .formatted(
                  part.getKey(),
                  sums.get(part.getKey()),
                  documents(statement, part.getKey()),
                  part.getValue()));
    }
  }

  private static long documents(Statement statement, String table) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("select avg(%s) from %s".formatted(DOCUMENTS.get(table), table))) {
      row.next();
      return row.getLong(1);
    }
  }
}
