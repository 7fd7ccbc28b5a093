package dev.stepcache.persistence.jooq;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections. */
@FunctionalInterface
interface Connector {
  Connector DRIVER = DriverManager::getConnection;

  Connection connect(String url, Properties properties) throws SQLException;
}
