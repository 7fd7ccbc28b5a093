package dev.stepcache.domain.signature;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.signature.Members.Variant;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("R10: every member of the API is decided once")
class CountingMembersTest {
  private static final CacheableTypes TYPES = CacheableTypes.sageMaker();

  @ParameterizedTest
  @MethodSource("types")
  void a_change_of_one_that_counts_gives_another_signature(StepType type) {
    Members members = Members.of(type);
    Signature signature = key(type, members.fullStep()).signature();
    assertThat(members.variants())
        .filteredOn(Variant::counts)
        .hasSizeGreaterThan(30)
        .filteredOn(variant -> key(type, variant.step()).signature().equals(signature))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_change_of_one_that_is_ignored_gives_the_same(StepType type) {
    Members members = Members.of(type);
    Signature signature = key(type, members.fullStep()).signature();
    assertThat(members.variants())
        .filteredOn(not(Variant::counts))
        .hasSizeGreaterThan(30)
        .filteredOn(variant -> !key(type, variant.step()).signature().equals(signature))
        .isEmpty();
  }

  static Set<StepType> types() {
    return TYPES.types();
  }

  private static KeyDocument key(StepType type, ObjectValue content) {
    Step step = new Step(new StepName("s"), type, content, new CacheConfig.Disabled());
    return KeyDocument.of(step, TYPES.attributesOf(type).orElseThrow());
  }
}
