package dev.stepcache.persistence.jooq;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stepcache.application.port.RunHistoryUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;

/** A history on a MySQL server, which goes by the server's clock. */
final class MySqlDatabase implements Database {
  private static final int MOST_CONNECTIONS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_ATTEMPTS = 8;

  /** Unless the URL says otherwise. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "useServerPrepStmts", "true",
          "cachePrepStmts", "true",
          "prepStmtCacheSize", "100",
          "prepStmtCacheSqlLimit", "8192",
          // So that what is recorded at once takes one round trip.
          "rewriteBatchedStatements", "true",
          "connectTimeout", "5000",
          "socketTimeout", "120000",
          // As long as a write to SQLite waits: longer than any takes, shorter than people wait.
          "sessionVariables", "innodb_lock_wait_timeout=10,lock_wait_timeout=10",
          "tcpKeepAlive", "true");

  private final MySqlUrl url;
  private final HikariDataSource pool;
  private final InstantSource clock;

  private MySqlDatabase(MySqlUrl url, HikariDataSource pool) {
    this.url = url;
    this.pool = pool;
    this.clock = new ServerClock(this::serverTime, System::nanoTime);
  }

  /** Connects to a database, which is brought up to date where needed. */
  static MySqlDatabase open(MySqlUrl url) {
    HikariDataSource pool = pool(url);
    try {
      new MySqlMigration(url.name(), pool).bringUpToDate();
      return new MySqlDatabase(url, pool);
    } catch (SQLException e) {
      pool.close();
      throw MySqlTrouble.unavailable(url, e);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** The first connection is opened here, further ones when they are needed. */
  private static HikariDataSource pool(MySqlUrl url) {
    try {
      HikariConfig config = new HikariConfig();
      config.setPoolName("stepcache");
      config.setJdbcUrl(url.text());
      config.setMaximumPoolSize(MOST_CONNECTIONS);
      config.setMinimumIdle(0);
      config.setConnectionTimeout(PATIENCE.toMillis());
      // So that a change locks the rows it changes, and not the gaps beside them.
      config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
      OPTIONS.forEach((option, value) -> {
        if (!url.sets(option)) {
          config.addDataSourceProperty(option, value);
        }
      });
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw MySqlTrouble.unavailable(url, e);
    }
  }

  @Override
  public String name() {
    return url.name();
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  private Instant serverTime() {
    Long micros =
        read(session ->
            session
                .sql()
                .fetchSingle("select timestampdiff(microsecond, '1970-01-01', utc_timestamp(6))")
                .get(0, Long.class));
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  @Override
  public <T> T read(Function<Session, T> question) {
    return using(question::apply);
  }

  @Override
  public <T> T write(Function<Session, T> change) {
    return write(change, MOST_ATTEMPTS);
  }

  @Override
  public <T> T writeOnce(Function<Session, T> change) {
    return write(change, 1);
  }

  private <T> T write(Function<Session, T> change, int attempts) {
    for (int attempt = 1; ; attempt++) {
      try {
        return using(session -> Transactions.run(session, change));
      } catch (RunHistoryUnavailable e) {
        if (attempt == attempts || !MySqlTrouble.isPassing(e)) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  /** Not the same for all, so that they do not meet again. */
  private static void pause(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(1, 20L * attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T using(Work<T> work) {
    Connection connection;
    try {
      connection = connect();
    } catch (SQLException e) {
      throw MySqlTrouble.unavailable(url, e);
    }
    try {
      return work.of(new Session(connection, SQLDialect.MYSQL, false));
    } catch (SQLException | DataAccessException e) {
      throw MySqlTrouble.unavailable(url, e);
    } catch (RuntimeException e) {
      throw MySqlTrouble.isCut(connection) ? MySqlTrouble.unavailable(url, e) : e;
    } finally {
      giveBack(connection);
    }
  }

  /** What was answered or kept stays so when the connection is cut on its way back. */
  private static void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException cut) {
      return; // the pool takes no such connection back
    }
  }

  private Connection connect() throws SQLException {
    if (pool.isClosed()) {
      throw new RunHistoryUnavailable("The history %s has been closed.".formatted(name()));
    }
    return pool.getConnection();
  }

  private interface Work<T> {
    T of(Session session) throws SQLException;
  }

  @Override
  public Snapshot snapshot() {
    try {
      Connection connection = connect();
      try (Statement statement = connection.createStatement()) {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        statement.execute("start transaction with consistent snapshot");
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      return new MySqlSnapshot(new Session(connection, SQLDialect.MYSQL, false));
    } catch (SQLException e) {
      throw MySqlTrouble.unavailable(url, e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  private final class MySqlSnapshot implements Snapshot {
    private final Session session;

    MySqlSnapshot(Session session) {
      this.session = session;
    }

    @Override
    public synchronized <T> T read(Function<Session, T> question) {
      try {
        return question.apply(session);
      } catch (DataAccessException e) {
        throw MySqlTrouble.unavailable(url, e);
      }
    }

    @Override
    public synchronized void close() {
      try {
        if (!session.connection().isClosed()) {
          session.connection().rollback();
          session.connection().close();
        }
      } catch (SQLException e) {
        throw MySqlTrouble.unavailable(url, e);
      }
    }
  }
}
