package dev.stepcache.domain.cache;

import static dev.stepcache.domain.attribute.Values.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.cache.CachePolicy.Disabled;
import dev.stepcache.domain.cache.CachePolicy.Enabled;
import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CachePolicyTest {
  private static final CacheableTypes TYPES = CacheableTypes.sageMaker();
  private static final ExpireAfter DAY = ExpireAfter.parse("1d").get();
  private static final CacheConfig ON = new CacheConfig.Enabled(DAY);
  private static final CacheConfig OFF = new CacheConfig.Disabled();

  @ParameterizedTest
  @DisplayName("R1: a step that does not opt in always runs")
  @MethodSource("cacheable")
  void a_step_that_does_not_opt_in_always_runs(StepType type) {
    assertThat(CachePolicy.of(step(type, OFF), TYPES))
        .isEqualTo(new Disabled(BypassReason.CACHING_DISABLED));
  }

  @ParameterizedTest
  @DisplayName("R2: a step that opts in is asked after, up to its age")
  @MethodSource("cacheable")
  void a_step_that_opts_in_is_asked_after(StepType type) {
    assertThat(CachePolicy.of(step(type, ON), TYPES)).isEqualTo(new Enabled(DAY, false));
  }

  static Stream<StepType> cacheable() {
    return TYPES.types().stream();
  }

  @ParameterizedTest
  @DisplayName("R9: a step of another type always runs, whatever its CacheConfig says")
  @ValueSource(strings = {"Model", "Lambda", "EMRServerless", "Unheard"})
  void a_step_of_another_type_always_runs(String type) {
    for (CacheConfig config : new CacheConfig[] {ON, OFF}) {
      assertThat(CachePolicy.of(step(new StepType(type), config), TYPES))
          .isEqualTo(new Disabled(BypassReason.STEP_TYPE_NOT_CACHEABLE));
    }
  }

  @Test
  @DisplayName("R1, R17: what is not asked is a bypass with its reason")
  void what_is_not_asked_is_a_bypass_with_its_reason() {
    for (BypassReason reason : BypassReason.values()) {
      assertThat(new Disabled(reason).decide()).isEqualTo(new Outcome.Bypass(reason));
    }
  }

  @Test
  @DisplayName("X3, --no-cache: switching off keeps an earlier reason")
  void switching_off_keeps_an_earlier_reason() {
    assertThat(new Enabled(DAY, true).disabled())
        .isEqualTo(new Disabled(BypassReason.CACHING_DISABLED));
    assertThat(new Disabled(BypassReason.STEP_TYPE_NOT_CACHEABLE).disabled())
        .isEqualTo(new Disabled(BypassReason.STEP_TYPE_NOT_CACHEABLE));
  }

  @Test
  @DisplayName("--refresh: asking for a run anew enables nothing")
  void asking_for_a_run_anew_enables_nothing() {
    assertThat(new Enabled(DAY, false).refreshing()).isEqualTo(new Enabled(DAY, true));
    assertThat(new Disabled(BypassReason.CACHING_DISABLED).refreshing())
        .isEqualTo(new Disabled(BypassReason.CACHING_DISABLED));
  }

  private static Step step(StepType type, CacheConfig config) {
    return new Step(new StepName("s"), type, object(), config);
  }
}
