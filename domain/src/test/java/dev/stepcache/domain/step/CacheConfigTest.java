package dev.stepcache.domain.step;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.Values;
import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.step.CacheConfig.Disabled;
import dev.stepcache.domain.step.CacheConfig.Enabled;
import dev.stepcache.domain.step.CacheConfig.Invalid;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CacheConfigTest {

  @Test
  @DisplayName("R1: caching is opt-in")
  void caching_is_opt_in() {
    assertThat(CacheConfig.of(object()).get()).isEqualTo(new Disabled());
    assertThat(CacheConfig.of(config(null)).get()).isEqualTo(new Disabled());
    assertThat(CacheConfig.of(config(object())).get()).isEqualTo(new Disabled());
    assertThat(CacheConfig.of(config(object("Enabled", null))).get()).isEqualTo(new Disabled());
    assertThat(CacheConfig.of(config(object("Enabled", false))).get()).isEqualTo(new Disabled());
  }

  @ParameterizedTest
  @DisplayName("R1: ExpireAfter is not even read where caching is off")
  @MethodSource("noExpireAfters")
  void expire_after_is_not_even_read_where_caching_is_off(AttributeValue expireAfter) {
    assertThat(CacheConfig.of(config(object("Enabled", false, "ExpireAfter", expireAfter))).get())
        .isEqualTo(new Disabled());
    assertThat(CacheConfig.of(config(object("ExpireAfter", expireAfter))).get())
        .isEqualTo(new Disabled());
  }

  @Test
  @DisplayName("R2: enabled caching has an ExpireAfter")
  void enabled_caching_has_an_expire_after() {
    assertThat(CacheConfig.of(config(object("Enabled", true, "ExpireAfter", "30dT5h"))).get())
        .isEqualTo(new Enabled(new ExpireAfter(0, 0, 0, 30, 5, 0)));
  }

  @Test
  @DisplayName("R2: a missing ExpireAfter is refused with its place")
  void a_missing_expire_after_is_refused() {
    for (ObjectValue config :
        new ObjectValue[] {object("Enabled", true), object("Enabled", true, "ExpireAfter", null)}) {
      Invalid invalid = CacheConfig.of(config(config)).getLeft();
      assertThat(invalid.path()).hasToString("/CacheConfig/ExpireAfter");
      assertThat(invalid.message()).contains("ExpireAfter must say");
    }
  }

  @ParameterizedTest
  @DisplayName("R2: a malformed ExpireAfter is refused with its place")
  @MethodSource("noExpireAfters")
  void a_malformed_expire_after_is_refused(AttributeValue expireAfter) {
    Invalid invalid =
        CacheConfig.of(config(object("Enabled", true, "ExpireAfter", expireAfter))).getLeft();
    assertThat(invalid.path()).hasToString("/CacheConfig/ExpireAfter");
  }

  static Stream<AttributeValue> noExpireAfters() {
    return list("", "30", "soon", "5h", 30, true, object("Get", "Parameters.X"), list())
        .items()
        .stream();
  }

  @Test
  @DisplayName("R2: a malformed ExpireAfter is refused with the position in it")
  void a_malformed_expire_after_is_refused_with_the_position_in_it() {
    assertThat(
            CacheConfig.of(config(object("Enabled", true, "ExpireAfter", "30x")))
                .getLeft()
                .message())
        .contains("\"30x\"", "position 2");
  }

  @ParameterizedTest
  @DisplayName("X1: a CacheConfig that is no object is refused")
  @MethodSource("noObjects")
  void a_cache_config_that_is_no_object_is_refused(AttributeValue noObject) {
    assertThat(CacheConfig.of(config(noObject)).getLeft().path()).hasToString("/CacheConfig");
  }

  static Stream<AttributeValue> noObjects() {
    return list("30d", 1, true, list()).items().stream();
  }

  @ParameterizedTest
  @DisplayName("X1: an Enabled that is no Boolean is refused")
  @MethodSource("noBooleans")
  void an_enabled_that_is_no_boolean_is_refused(AttributeValue noBoolean) {
    assertThat(
            CacheConfig.of(config(object("Enabled", noBoolean, "ExpireAfter", "30d")))
                .getLeft()
                .path())
        .hasToString("/CacheConfig/Enabled");
  }

  static Stream<AttributeValue> noBooleans() {
    return list("true", 1, 0, "", object(), list(true)).items().stream();
  }

  private static ObjectValue config(@Nullable AttributeValue config) {
    return object("CacheConfig", Values.value(config));
  }
}
