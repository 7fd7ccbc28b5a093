package dev.stepcache.persistence.jooq;

import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jooq.SQLDialect;
import org.jooq.tools.jdbc.JDBCUtils;

/**
 * Fills a new store with millions of runs faster than anybody could record them: not durably, and
 * with the indexes of the runs made at the end.
 */
public final class BulkLoad implements AutoCloseable {
  private static final int BATCH = 1_000;
  private static final int BATCHES_OF_TRANSACTION = 50;

  private final Connection connection;
  private final SQLDialect dialect;
  private final RunRows rows = new RunRows("new");
  private final List<String> indexesToMake = new ArrayList<>();
  private final HotQuery insert;

  private BulkLoad(Connection connection, SQLDialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
    this.insert = new HotQueries(dialect).of(HotChange.INSERT_RUN);
  }

  /** Begins to fill a store that has its tables and that nobody else has open. */
  public static BulkLoad into(String url) throws SQLException {
    boolean isRewriting = url.contains("?");
    Connection connection =
        DriverManager.getConnection(isRewriting ? url + "&rewriteBatchedStatements=true" : url);
    BulkLoad load = new BulkLoad(connection, JDBCUtils.dialect(url));
    load.begin();
    return load;
  }

  private void begin() throws SQLException {
    if (dialect == SQLDialect.SQLITE) {
      execute("pragma journal_mode = off");
      execute("pragma synchronous = off");
      execute("pragma cache_size = -1000000");
      for (String[] index :
          pairs(
              "select name, sql from sqlite_master"
                  + " where type = 'index' and tbl_name = 'step_run' and sql is not null")) {
        execute("drop index " + index[0]);
        indexesToMake.add(index[1]);
      }
    } else {
      execute("set unique_checks = 0");
      for (String[] index :
          pairs(
              "select index_name, group_concat(column_name order by seq_in_index)"
                  + " from information_schema.statistics where table_schema = database()"
                  + " and table_name = 'step_run' and index_name <> 'PRIMARY' group by 1")) {
        execute("drop index %s on step_run".formatted(index[0]));
        indexesToMake.add("create index %s on step_run (%s)".formatted(index[0], index[1]));
      }
    }
  }

  private List<String[]> pairs(String query) throws SQLException {
    List<String[]> pairs = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        pairs.add(new String[] {found.getString(1), found.getString(2)});
      }
    }
    return pairs;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public void runs(Iterator<StepRun> runs) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insert.sql())) {
      while (runs.hasNext()) {
        connection.setAutoCommit(false);
        for (int batch = 0; batch < BATCHES_OF_TRANSACTION && runs.hasNext(); batch++) {
          for (int i = 0; i < BATCH && runs.hasNext(); i++) {
            insert.bind(statement, rows.row(runs.next()).intoMap());
            statement.addBatch();
          }
          statement.executeBatch();
        }
        connection.setAutoCommit(true); // which commits
      }
    }
  }

  public void retract(List<StepRunId> runs, Instant at) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into retraction (run_id, retracted_at, why) values (?, ?, 'wrong data')")) {
      connection.setAutoCommit(false);
      for (StepRunId run : runs) {
        statement.setString(1, run.text());
        statement.setLong(2, at.toEpochMilli());
        statement.addBatch();
      }
      statement.executeBatch();
      connection.setAutoCommit(true); // which commits
    }
  }

  /** Makes the indexes. */
  @Override
  public void close() throws SQLException {
    for (String index : indexesToMake) {
      execute(index);
    }
    execute(dialect == SQLDialect.SQLITE ? "pragma journal_mode = wal" : "analyze table step_run");
    connection.close();
  }
}
