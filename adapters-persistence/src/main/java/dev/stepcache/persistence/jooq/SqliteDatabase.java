package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistoryUnavailable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;

/**
 * A history in one file, which any number of processes use at once: it is kept in WAL mode, a write
 * waits for the one before it, and a read waits for nothing.
 */
final class SqliteDatabase implements Database {
  private static final int MOST_SESSIONS = 4;

  private final SqliteFile file;
  private final Connector connector;
  private final InstantSource clock;
  private final String url;
  private final Semaphore free = new Semaphore(MOST_SESSIONS, true);
  private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();

  /** Between threads it is fair, which SQLite's own lock is not. */
  private final ReentrantLock writing = new ReentrantLock(true);

  private volatile Optional<Object> opened = Optional.empty();
  private volatile boolean closed;

  private SqliteDatabase(SqliteFile file, Connector connector, InstantSource clock) {
    this.file = file;
    this.connector = connector;
    this.clock = clock;
    this.url = file.connectionUrl();
  }

  /** Loads the library, by asking something that has no file. */
  static void prepare(Connector connector) {
    try (Connection connection = connector.connect("jdbc:sqlite::memory:", new Properties())) {
      new Session(connection, SQLDialect.SQLITE, true).sql().selectOne().fetch();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens a file, made and brought up to date where needed. */
  static SqliteDatabase open(SqliteFile file, Connector connector, InstantSource clock) {
    file.createFolder();
    SqliteDatabase database = new SqliteDatabase(file, connector, clock);
    try {
      database.using(session -> {
        SqliteMigration.bringUpToDate(file, session.connection());
        return true;
      });
      database.opened = file.identity();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public <T> T read(Function<Session, T> question) {
    return using(question::apply);
  }

  @Override
  public <T> T write(Function<Session, T> change) {
    writing.lock();
    try {
      return using(session -> Transactions.run(session, change));
    } finally {
      writing.unlock();
    }
  }

  @Override
  public <T> T writeOnce(Function<Session, T> change) {
    return write(change);
  }

  private <T> T using(Work<T> work) {
    free.acquireUninterruptibly();
    try {
      Session session = take();
      try {
        return work.of(session);
      } finally {
        giveBack(session);
      }
    } catch (SQLException | DataAccessException e) {
      throw SqliteTrouble.unavailable(name(), e);
    } finally {
      free.release();
    }
  }

  private Session take() throws SQLException {
    if (closed) {
      throw new RunHistoryUnavailable("The history %s has been closed.".formatted(name()));
    }
    if (opened.isPresent() && !opened.equals(file.identity())) {
      // What is open would be written to all the same, and be lost.
      throw new RunHistoryUnavailable(
          "The history %s is gone: its file was removed or replaced.".formatted(name()));
    }
    Session session = idle.pollFirst();
    return session != null ? session : new Session(connect(), SQLDialect.SQLITE, true);
  }

  private void giveBack(Session session) throws SQLException {
    if (!session.connection().isClosed()) {
      idle.addFirst(session);
    }
    if (closed) {
      closeIdle();
    }
  }

  private Connection connect() throws SQLException {
    return connector.connect(url, file.settings());
  }

  /** On a connection of its own, which sees the state of the file at its first read. */
  @Override
  public Snapshot snapshot() {
    try {
      Connection connection = connect();
      try (Statement statement = connection.createStatement()) {
        statement.execute("begin deferred");
        try (ResultSet first = statement.executeQuery("select count(*) from refresh_mark")) {
          first.next();
        }
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      return new SqliteSnapshot(new Session(connection, SQLDialect.SQLITE, false));
    } catch (SQLException e) {
      throw SqliteTrouble.unavailable(name(), e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      closeIdle();
    } catch (SQLException e) {
      throw SqliteTrouble.unavailable(name(), e);
    }
  }

  private void closeIdle() throws SQLException {
    for (Session session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
      session.connection().close();
    }
  }

  private interface Work<T> {
    T of(Session session) throws SQLException;
  }

  private final class SqliteSnapshot implements Snapshot {
    private final Session session;

    SqliteSnapshot(Session session) {
      this.session = session;
    }

    @Override
    public synchronized <T> T read(Function<Session, T> question) {
      try {
        return question.apply(session);
      } catch (DataAccessException e) {
        throw SqliteTrouble.unavailable(name(), e);
      }
    }

    @Override
    public synchronized void close() {
      try {
        session.connection().close();
      } catch (SQLException e) {
        throw SqliteTrouble.unavailable(name(), e);
      }
    }
  }
}
