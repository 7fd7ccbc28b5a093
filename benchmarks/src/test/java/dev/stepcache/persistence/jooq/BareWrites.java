package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jooq.Record;
import org.jooq.tools.jdbc.JDBCUtils;

/**
 * The rows of recorded facts, written by JDBC's batches over one connection with nothing asked, a
 * batch to a transaction. They are as durable as the store's own. It stands in this package because
 * the rows are known here alone.
 */
public final class BareWrites implements AutoCloseable {
  private final Connection connection;
  private final HotQueries queries;
  private final Map<HotChange, PreparedStatement> statements = new HashMap<>();
  private final RunRows runs = new RunRows("bare");
  private final ExecutionRows steps = new ExecutionRows("bare");

  private BareWrites(Connection connection, HotQueries queries) {
    this.connection = connection;
    this.queries = queries;
  }

  /** Opens a store that exists. */
  public static BareWrites open(String url) throws SQLException {
    Properties settings =
        url.startsWith(SqliteFile.PREFIX) ? SqliteFile.of(url).settings() : new Properties();
    settings.setProperty("rewriteBatchedStatements", "true");
    Connection connection = DriverManager.getConnection(url, settings);
    return new BareWrites(connection, new HotQueries(JDBCUtils.dialect(url)));
  }

  /** What is to be written, made before the time is taken. */
  public record Rows(HotChange change, List<Map<String, Object>> values) {
    private static Rows of(HotChange change, List<? extends Record> rows) {
      return new Rows(change, rows.stream().map(Record::intoMap).toList());
    }
  }

  public Rows runs(List<? extends StepRun> facts) {
    return Rows.of(HotChange.INSERT_RUN, facts.stream().map(runs::row).toList());
  }

  public Rows starts(List<? extends StepRun> facts) {
    return runs(facts.stream().map(StepRun::started).toList());
  }

  public Rows ends(List<? extends StepRun> facts) {
    return Rows.of(HotChange.END_RUN, facts.stream().map(runs::row).toList());
  }

  public Rows steps(ExecutionId execution, List<ExecutedStep> facts) {
    return Rows.of(
        HotChange.KEEP_STEP, facts.stream().map(step -> steps.row(execution, step)).toList());
  }

  /** Writes so many at once. */
  public void write(Rows rows, int batch) throws SQLException {
    HotQuery query = queries.of(rows.change());
    PreparedStatement statement = statements.get(rows.change());
    if (statement == null) {
      statement = connection.prepareStatement(query.sql());
      statements.put(rows.change(), statement);
    }
    for (int from = 0; from < rows.values().size(); from += batch) {
      for (Map<String, Object> row :
          rows.values().subList(from, Math.min(rows.values().size(), from + batch))) {
        query.bind(statement, row);
        statement.addBatch();
      }
      // Not before it is needed: it locks a SQLite file.
      connection.setAutoCommit(false);
      statement.executeBatch();
      connection.setAutoCommit(true); // which commits
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
