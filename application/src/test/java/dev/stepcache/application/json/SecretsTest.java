package dev.stepcache.application.json;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.attribute.Values.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SPEC 6: A secret")
class SecretsTest {
  private static final Secrets SECRETS = keyedBy("key");

  @ParameterizedTest
  @DisplayName("is the value of a member whose name speaks of one")
  @ValueSource(
      strings = {
        "password",
        "DB_PASSWD",
        "Passphrase",
        "clientSecret",
        "SecretsManagerArn",
        "HF_TOKEN",
        "AWS_ACCESS_KEY",
        "aws_access_key_id",
        "VolumeKmsKeyId",
        "api-key",
        "ApiKey",
        "PRIVATE_KEY",
        "GoogleCredentials"
      })
  void is_the_value_of_a_member_that_speaks_of_one(String name) {
    assertThat(shown(object(name, "hunter2")).members().get(name))
        .isInstanceOfSatisfying(
            AttributeValue.TextValue.class,
            hidden -> assertThat(hidden.text()).matches("hmac:[0-9a-f]{16}"));
  }

  @ParameterizedTest
  @DisplayName("is no other value")
  @ValueSource(strings = {"eta", "KeyName", "Environment", "S3Uri", "keys", "pass"})
  void is_no_other_value(String name) {
    assertThat(shown(object(name, "hunter2"))).isEqualTo(object(name, "hunter2"));
  }

  @Test
  @DisplayName("is hidden wherever it stands, whole whatever it is")
  void is_hidden_wherever_it_stands() {
    AttributeValue deep =
        list(object("a", list(object("Password", object("old", 1, "new", list(2)))), "b", 1));
    assertThat(SECRETS.shown(deep))
        .isEqualTo(list(object("a", list(object("Password", hidden(deep))), "b", 1)));
  }

  private static AttributeValue hidden(AttributeValue deep) {
    return SECRETS
        .shown(deep)
        .items()
        .get(0)
        .asObject()
        .flatMap(members -> members.itemsOf("a").get(0).asObject())
        .flatMap(members -> members.member("Password"))
        .filter(AttributeValue.TextValue.class::isInstance)
        .orElseThrow();
  }

  @Test
  @DisplayName("is hidden by the names on the way to it, too")
  void is_hidden_by_the_names_on_the_way_to_it() {
    AttributePath within = AttributePath.of("Arguments", "DbSecret", "0", "value");
    assertThat(SECRETS.shown(within, value("hunter2")).asText())
        .hasValueSatisfying(text -> assertThat(text).startsWith("hmac:"));
    AttributePath plain = AttributePath.of("Arguments", "Environment");
    assertThat(SECRETS.shown(plain, object("TOKEN", 1, "eta", 1)).asObject())
        .hasValueSatisfying(shown -> {
          assertThat(shown.member("eta")).contains(value(1));
          assertThat(shown.member("TOKEN")).isNotEqualTo(Optional.of(value(1)));
        });
  }

  @Test
  @DisplayName("shows that it changed, and only to who has the key, what it might be")
  void shows_that_it_changed() {
    assertThat(shown(object("token", "a"))).isEqualTo(shown(object("token", "a")));
    assertThat(shown(object("token", "a"))).isNotEqualTo(shown(object("token", "b")));
    assertThat(shown(object("token", 1))).isNotEqualTo(shown(object("token", "1")));
    assertThat(keyedBy("another key").shown(object("token", "a")))
        .isNotEqualTo(shown(object("token", "a")));
  }

  @Test
  @DisplayName("is also what a user names, beside the usual names or in their place")
  void is_what_a_user_names() {
    Secrets own =
        new Secrets(
            List.of(Pattern.compile("^Tax"), Pattern.compile("(?i)salary")), () -> new byte[] {1});
    assertThat(own.shown(object("TaxNumber", 1, "MySalary", 2, "NoTax", 3, "password", 4)))
        .satisfies(shown -> {
          assertThat(shown.asObject().orElseThrow().member("NoTax")).contains(value(3));
          assertThat(shown.asObject().orElseThrow().member("password")).contains(value(4));
          assertThat(shown.asObject().orElseThrow().textMember("TaxNumber")).isPresent();
          assertThat(shown.asObject().orElseThrow().textMember("MySalary")).isPresent();
        });
  }

  @Test
  @DisplayName("asks for the key once, and not before there is something to hide")
  void asks_for_the_key_once() {
    AtomicInteger asked = new AtomicInteger();
    Secrets secrets =
        new Secrets(
            List.of(Secrets.USUAL_NAMES),
            () -> {
              asked.incrementAndGet();
              return new byte[] {1};
            });
    secrets.shown(object("eta", 1));
    assertThat(asked).hasValue(0);
    secrets.shown(object("token", 1, "secret", 2));
    assertThat(asked).hasValue(1);
  }

  private static AttributeValue.ObjectValue shown(AttributeValue value) {
    return SECRETS.shown(value).asObject().orElseThrow();
  }

  private static Secrets keyedBy(String key) {
    return new Secrets(List.of(Secrets.USUAL_NAMES), () -> key.getBytes(StandardCharsets.UTF_8));
  }
}
