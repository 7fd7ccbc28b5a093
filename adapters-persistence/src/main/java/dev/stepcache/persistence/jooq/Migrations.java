package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistoryUnavailable;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The versioned migrations, carried out by Flyway. It takes most of a second to load, so nobody
 * comes here with a history that is up to date.
 */
final class Migrations {
  private Migrations() {}

  /** Brings a history up to date, of which nobody else is doing so. */
  static void run(String history, String dialect, DataSource source) throws SQLException {
    try {
      Flyway flyway =
          Flyway.configure(Migrations.class.getClassLoader())
              .locations("classpath:dev/stepcache/persistence/migration/" + dialect)
              .table(Schema.VERSION_TABLE)
              .dataSource(source)
              .load();
      // A migration that failed is tried again.
      flyway.repair();
      flyway.migrate();
    } catch (FlywayException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException reported) {
          throw reported;
        }
      }
      throw new RunHistoryUnavailable(
          "The history %s cannot be made or brought up to date: %s."
              .formatted(history, Sentences.firstLine(e)),
          e);
    }
  }
}
