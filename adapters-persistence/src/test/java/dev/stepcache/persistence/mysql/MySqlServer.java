package dev.stepcache.persistence.mysql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A real MySQL, one for all tests of a JVM. It is started on first use and ends with the JVM,
 * however that ends; with {@code -Dstepcache.test.mysql=jdbc:mysql://…} it is the server of that
 * URL instead.
 */
public final class MySqlServer {
  static final String OUTSIDE = "stepcache.test.mysql";

  private final String url;

  MySqlServer(String url) {
    this.url = url;
  }

  public static MySqlServer shared() {
    return Shared.SERVER;
  }

  /** The URL of this database, which nobody has used yet. */
  public String newJdbcUrl(String database) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("drop database if exists `%s`".formatted(database.replace("`", "``")));
    } catch (SQLException e) {
      throw new IllegalStateException("Database " + database + " stays on " + url, e);
    }
    return jdbcUrl(database);
  }

  /**
   * The URL of this database, which is made first where it is not there: utf8mb4, compared by
   * bytes.
   */
  public String jdbcUrl(String database) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create database if not exists `%s` character set utf8mb4 collate utf8mb4_0900_bin"
              .formatted(database.replace("`", "``")));
    } catch (SQLException e) {
      throw new IllegalStateException("No database " + database + " on " + url, e);
    }
    return urlOf(database);
  }

  String urlOf(String database) {
    int options = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
    int path = url.indexOf('/', url.indexOf("//") + 2);
    String server = path < 0 || path > options ? url.substring(0, options) : url.substring(0, path);
    return server + "/" + database + url.substring(options);
  }

  private static final class Shared {
    static final MySqlServer SERVER = new MySqlServer(url());

    private static String url() {
      String outside = System.getProperty(OUTSIDE);
      return outside == null ? OwnMySql.start() : outside;
    }
  }
}
