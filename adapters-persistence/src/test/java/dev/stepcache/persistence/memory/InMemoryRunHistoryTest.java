package dev.stepcache.persistence.memory;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistoryContract;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A run history in memory")
final class InMemoryRunHistoryTest implements RunHistoryContract {
  private final RunHistory history = new InMemoryRunHistory(InstantSource.system());
  private final RunHistory another = new InMemoryRunHistory(InstantSource.system());

  @Override
  public RunHistory history() {
    return history;
  }

  @Override
  public RunHistory anotherHistory() {
    return another;
  }
}
