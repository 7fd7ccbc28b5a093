package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.PIPELINE_DEFINITION;
import static dev.stepcache.persistence.schema.Tables.PIPELINE_TAG;
import static dev.stepcache.persistence.schema.Tables.PIPELINE_VERSION;
import static dev.stepcache.persistence.schema.Tables.REGISTERED_PIPELINE;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The rows of the catalog's tables, of ended pipelines too. */
final class CatalogRows {
  private static final List<Table<?>> TABLES =
      List.of(REGISTERED_PIPELINE, PIPELINE_VERSION, PIPELINE_DEFINITION, PIPELINE_TAG);

  private CatalogRows() {}

  static int count(String url) {
    try (Connection connection = DriverManager.getConnection(url)) {
      return TABLES.stream().mapToInt(table -> DSL.using(connection).fetchCount(table)).sum();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
