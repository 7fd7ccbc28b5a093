package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.Agreements;
import dev.stepcache.application.port.Agreements.Claim;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said once for all nodes and all times a request is sent (H5). */
interface AgreementsContract extends StoreUnderTest {
  Claim FIRST = new Claim("digest", "answer é");

  private Agreements agreements() {
    return store().agreements();
  }

  @Test
  default void H5_the_first_word_under_a_name_stays() {
    assertThat(agreements().agree("store", "s3://x")).isEqualTo("s3://x");
    assertThat(agreements().agree("store", "another")).isEqualTo("s3://x");
    assertThat(store().agreements().agree("Store", "another")).isEqualTo("another");
    assertThat(ofAnotherNode().agreements().agree("store", "another")).isEqualTo("s3://x");
  }

  @Test
  default void H5_the_first_claim_of_a_token_is_answered_to_all_that_follow() {
    assertThat(agreements().claim("ann Start", "t", FIRST, NOON)).isEqualTo(FIRST);
    assertThat(agreements().claim("ann Start", "t", new Claim("other", "x"), NOON))
        .isEqualTo(FIRST);

    Claim other = new Claim("other", "other");
    assertThat(agreements().claim("bob Start", "t", other, NOON)).isEqualTo(other);
    assertThat(agreements().claim("ann Start", "T", other, NOON)).isEqualTo(other);
    assertThat(agreements().claim("ann Start", "t ", other, NOON)).isEqualTo(other);
    assertThat(agreements().claim("漢".repeat(512), "漢".repeat(256), other, NOON)).isEqualTo(other);
  }

  @Test
  default void H5_claims_from_before_an_instant_are_forgotten() {
    Claim later = new Claim("later", "later");
    agreements().claim("s", "old", FIRST, NOON.minusMillis(1));
    agreements().claim("s", "young", FIRST, NOON);

    agreements().forgetClaims(NOON);

    assertThat(agreements().claim("s", "old", later, NOON)).isEqualTo(later);
    assertThat(agreements().claim("s", "young", later, NOON)).isEqualTo(FIRST);
  }

  @Test
  default void H5_nodes_that_claim_or_agree_at_once_are_told_one_answer() throws Exception {
    for (int round = 0; round < 4; round++) {
      String name = "round " + round;
      List<Claim> claims =
          atOnce((store, number) ->
              store
                  .agreements()
                  .claim("s", name, new Claim("digest " + number, "answer " + number), NOON));
      List<String> words =
          atOnce((store, number) -> store.agreements().agree(name, "word " + number));

      assertThat(claims.stream().distinct()).hasSize(1);
      assertThat(words.stream().distinct()).hasSize(1);
    }
  }
}
