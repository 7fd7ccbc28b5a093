package dev.stepcache.benchmarks;

import dev.stepcache.persistence.mysql.MySqlServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Databases of our own on the MySQL server of the tests, or on the one that they are told of. */
final class MySqlDatabases implements AutoCloseable {
  private final MySqlServer server = MySqlServer.shared();
  private final List<String> names = new ArrayList<>();

  /** The server of the tests gets room for a million runs, in which its tests are saving. */
  MySqlDatabases() throws SQLException {
    if (System.getProperty("stepcache.test.mysql") == null) {
      execute("set global innodb_buffer_pool_size = " + (3L << 30));
      execute("set global innodb_redo_log_capacity = " + (1L << 30));
    }
  }

  /** The URL of an empty database. */
  String make(int number) throws SQLException {
    String name = "stepcache_benchmark_" + number;
    execute("drop database if exists " + name);
    names.add(name);
    String url = server.jdbcUrl(name);
    return url + (url.contains("?") ? "&" : "?") + "useServerPrepStmts=true";
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("mysql"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    for (String name : names) {
      execute("drop database " + name);
    }
  }
}
