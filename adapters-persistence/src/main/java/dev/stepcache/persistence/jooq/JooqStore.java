package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.AccessBook;
import dev.stepcache.application.port.Agreements;
import dev.stepcache.application.port.PipelineCatalog;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.Store;
import org.jooq.SQLDialect;

/** All that is kept in one database; each face of it is made where it is asked for. */
final class JooqStore implements Store {
  private final Database database;
  private final SQLDialect dialect;

  JooqStore(Database database, SQLDialect dialect) {
    this.database = database;
    this.dialect = dialect;
  }

  @Override
  public RunHistory history() {
    return new JooqRunHistory(database, dialect);
  }

  @Override
  public PipelineCatalog catalog() {
    return new JooqPipelineCatalog(database);
  }

  @Override
  public AccessBook accessBook() {
    return new JooqAccessBook(database);
  }

  @Override
  public Agreements agreements() {
    return new JooqAgreements(database);
  }

  @Override
  public boolean isShared() {
    return dialect == SQLDialect.MYSQL;
  }

  @Override
  public void close() {
    database.close();
  }
}
