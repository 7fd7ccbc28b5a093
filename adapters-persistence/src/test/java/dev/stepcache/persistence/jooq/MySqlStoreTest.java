package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.Store;
import dev.stepcache.persistence.mysql.MySqlServer;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("mysql")
@DisplayName("A store on a MySQL server")
final class MySqlStoreTest
    implements PipelineCatalogContract,
        AccessBookContract,
        AgreementsContract,
        DefinitionsContract {
  private static final String URL = MySqlServer.shared().jdbcUrl("store");

  private static Store store;
  private static Store ofAnotherNode;

  @BeforeAll
  static void open() {
    store = Stores.open(URL, InstantSource.system());
    ofAnotherNode = Stores.open(URL, InstantSource.system());
  }

  @Override
  public String url() {
    return URL;
  }

  @BeforeEach
  void empty() throws SQLException {
    MySqlRunHistoryTest.empty("store");
  }

  @AfterAll
  static void close() {
    store.close();
    ofAnotherNode.close();
  }

  @Test
  void H5_a_server_is_for_many_machines() {
    assertThat(store.isShared()).isTrue();
  }

  @Override
  public int rowsOfCatalog() {
    return CatalogRows.count(URL);
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public Store ofAnotherNode() {
    return ofAnotherNode;
  }
}
