package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.step.PipelineName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A store in a SQLite file")
final class SqliteStoreTest
    implements PipelineCatalogContract,
        AccessBookContract,
        AgreementsContract,
        DefinitionsContract {
  @TempDir Path folder;
  private String url = "";
  private Store store;
  private Store ofAnotherNode;

  @BeforeEach
  void open() {
    // Durability is not what is tested here.
    url = "jdbc:sqlite:" + folder.resolve("store.db") + "?synchronous=OFF";
    store = Stores.open(url, InstantSource.system());
    ofAnotherNode = Stores.open(url, InstantSource.system());
  }

  @AfterEach
  void close() {
    store.close();
    ofAnotherNode.close();
  }

  @Test
  void H5_a_file_is_of_one_machine() {
    assertThat(store.isShared()).isFalse();
  }

  @Test
  void R17_damaged_rows_are_an_outage_and_no_answer() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("insert into access_grant values ('ann', 'Everything', '*', 0)");
      statement.execute("insert into credential values ('t1', 'no name', 0, 'ab', null)");
    }

    assertThatExceptionOfType(RunHistoryUnavailable.class)
        .isThrownBy(() -> store.accessBook().grants())
        .withMessageContaining("is damaged: a grant of ann");
    assertThatExceptionOfType(RunHistoryUnavailable.class)
        .isThrownBy(() -> store.accessBook().bearerToken("ab"))
        .withMessageContaining("is damaged: credential t1");
  }

  @Test
  void R17_a_closed_store_is_an_outage() {
    store.close();

    assertThatExceptionOfType(RunHistoryUnavailable.class)
        .isThrownBy(() -> store.catalog().find(new PipelineName("abalone")));
    assertThatExceptionOfType(RunHistoryUnavailable.class)
        .isThrownBy(() -> store.agreements().agree("name", "word"));
  }

  @Override
  public int rowsOfCatalog() {
    return CatalogRows.count(url);
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public Store ofAnotherNode() {
    return ofAnotherNode;
  }

  @Override
  public String url() {
    return url;
  }
}
