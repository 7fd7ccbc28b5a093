package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The URL of a MySQL server")
final class MySqlUrlTest {

  @ParameterizedTest(name = "{0} is shown as {1}")
  @CsvSource({
    "jdbc:mysql://host/runs, jdbc:mysql://host/runs",
    "jdbc:mysql://host:3306/runs?user=me&password=s3cret, jdbc:mysql://host:3306/runs",
    "jdbc:mysql://me:s3cret@host:3306/runs, jdbc:mysql://host:3306/runs",
    "jdbc:mysql://me:s3%40cret@host/runs?useSSL=false, jdbc:mysql://host/runs",
    "jdbc:mysql://me:s3@cret@host/runs, jdbc:mysql://host/runs",
    "jdbc:mysql://me:s3cret?@host/runs, jdbc:mysql://…@host/runs",
    "jdbc:mysql://me:a@one:1111;me:b@two:2222/runs, jdbc:mysql://two:2222/runs",
    "jdbc:mysql://address=(host=h)(user=me)(password=s3cret)/runs,"
        + " jdbc:mysql://address=(host=h)/runs",
  })
  void is_shown_without_user_and_password(String url, String shown) {
    assertThat(new MySqlUrl(url).name()).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:mysql://host/runs?user=me&password=s3cret",
    "jdbc:mysql://host/runs?password1=s3cret",
    "jdbc:mysql://host/runs?trustCertificateKeyStorePassword=s3cret",
    "jdbc:mysql://me:s3cret@host/runs",
    "jdbc:mysql://me:s3%63ret@host/runs",
    "jdbc:mysql://address=(host=h)(password=s3cret)/runs",
  })
  void knows_when_its_password_would_be_told(String url) {
    assertThat(new MySqlUrl(url).isGivenAwayBy("cannot parse s3cret here")).isTrue();
    assertThat(new MySqlUrl(url).isGivenAwayBy("cannot connect to host")).isFalse();
  }

  @Test
  void has_the_last_word_on_options() {
    MySqlUrl url = new MySqlUrl("jdbc:mysql://host/runs?x=1&useServerPrepStmts=false");
    assertThat(url.sets("useServerPrepStmts")).isTrue();
    assertThat(url.sets("PrepStmts")).isFalse();
    assertThat(new MySqlUrl("jdbc:mysql://host/useSSL=").sets("useSSL")).isFalse();
  }
}
