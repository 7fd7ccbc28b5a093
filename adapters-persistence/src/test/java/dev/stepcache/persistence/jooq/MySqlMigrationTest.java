package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.Store;
import dev.stepcache.persistence.mysql.MySqlServer;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("mysql")
@DisplayName("A MySQL database of an older stepcache:")
final class MySqlMigrationTest implements MigrationContract {

  @Override
  public String newStore() {
    return MySqlServer.shared().newJdbcUrl("migration");
  }

  @Override
  public String dialect() {
    return "mysql";
  }

  /** Flyway's own table tells it. */
  @Override
  public void markAs(String url, int version) {}

  /** MySQL keeps every statement by itself. */
  @Test
  void X9_a_migration_that_was_broken_off_is_made_once_more() throws SQLException {
    String url = newStore();
    migrateTo(url, 2);
    MigrationContract.execute(
        url,
        "create table agreement (name varchar(256) not null, word longtext not null,"
            + " primary key (name)) character set utf8mb4 collate utf8mb4_0900_bin");
    MigrationContract.execute(
        url, "create index step_run_by_signature on step_run (signature, started_at, id)");
    MigrationContract.execute(url, "create procedure stepcache_v3() begin end");

    try (Store store = Stores.open(url, InstantSource.system())) {
      assertThat(store.agreements().agree("name", "word")).isEqualTo("word");
    }
  }
}
