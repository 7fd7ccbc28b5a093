package dev.stepcache.persistence.application;

import dev.stepcache.persistence.mysql.MySqlServer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("mysql")
@DisplayName("Many executions at once over one MySQL server:")
final class MySqlConcurrencyTest implements ConcurrencyContract {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @Override
  public String newHistory() {
    return MySqlServer.shared().newJdbcUrl("concurrency_" + COUNT.incrementAndGet());
  }
}
