package dev.stepcache.persistence.jooq;

import dev.stepcache.persistence.mysql.MySqlServer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("mysql")
@DisplayName("SPEC 10: several processes on one MySQL server:")
final class MySqlProcessesTest implements ProcessesContract {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @Override
  public String newHistory() {
    return MySqlServer.shared().newJdbcUrl("processes_" + COUNT.incrementAndGet());
  }
}
