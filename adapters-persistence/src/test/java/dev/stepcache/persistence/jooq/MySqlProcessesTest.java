package dev.stepcache.persistence.jooq;

import dev.stepcache.persistence.mysql.MySqlServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("mysql")
@DisplayName("SPEC 10: several processes on one MySQL server:")
final class MySqlProcessesTest implements ProcessesContract {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @Override
  public String newHistory() throws SQLException {
    String database = "processes_" + COUNT.incrementAndGet();
    try (Connection connection =
            DriverManager.getConnection(MySqlServer.shared().jdbcUrl(database));
        Statement statement = connection.createStatement()) {
      statement.execute("drop database " + database);
    }
    return MySqlServer.shared().jdbcUrl(database);
  }
}
