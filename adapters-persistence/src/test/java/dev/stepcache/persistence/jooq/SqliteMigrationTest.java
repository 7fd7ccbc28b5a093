package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.Store;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A SQLite file of an older stepcache:")
final class SqliteMigrationTest implements MigrationContract {
  @TempDir Path folder;

  @Override
  public String newStore() {
    return "jdbc:sqlite:" + folder.resolve("store.db");
  }

  @Override
  public String dialect() {
    return "sqlite";
  }

  @Override
  public void markAs(String url, int version) throws SQLException {
    MigrationContract.execute(url, "pragma user_version = " + version);
  }

  /** SQLite makes a migration as a whole, and so nothing but the mark can be missing. */
  @Test
  void X9_a_migration_that_was_broken_off_before_it_was_marked_is_only_marked()
      throws SQLException {
    migrateTo(newStore(), Schema.VERSION);
    markAs(newStore(), 2);

    try (Store store = Stores.open(newStore(), InstantSource.system())) {
      assertThat(store.agreements().agree("name", "word")).isEqualTo("word");
    }
  }
}
