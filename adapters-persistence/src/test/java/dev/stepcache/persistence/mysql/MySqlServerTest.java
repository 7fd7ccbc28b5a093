package dev.stepcache.persistence.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("mysql")
final class MySqlServerTest {
  @Test
  void it_is_a_real_mysql_8_or_later() throws SQLException {
    String version = select("select version()");
    assertThat(Integer.parseInt(version.substring(0, version.indexOf('.'))))
        .isGreaterThanOrEqualTo(8);
  }

  @Test
  void a_database_made_on_demand_compares_text_by_its_bytes() throws SQLException {
    assertThat(select("select @@collation_database")).isEqualTo("utf8mb4_0900_bin");
    assertThat(select("select 'a' = 'A' collate utf8mb4_0900_bin")).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:mysql://host:3306/, jdbc:mysql://host:3306/runs",
    "jdbc:mysql://host, jdbc:mysql://host/runs",
    "jdbc:mysql://host/other?user=a/b, jdbc:mysql://host/runs?user=a/b",
    "jdbc:mysql://host?user=a/b, jdbc:mysql://host/runs?user=a/b",
  })
  void the_server_may_be_named_by_any_url_of_it(String server, String database) {
    assertThat(new MySqlServer(server).urlOf("runs")).isEqualTo(database);
  }

  private static String select(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(MySqlServer.shared().jdbcUrl("mysql_server_test"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
