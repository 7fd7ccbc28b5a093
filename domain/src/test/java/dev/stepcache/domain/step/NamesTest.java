package dev.stepcache.domain.step;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @Test
  @DisplayName("SPEC 10: names compare byte by byte")
  void names_compare_byte_by_byte() {
    assertThat(new StepName("Train")).isNotEqualTo(new StepName("train"));
    assertThat(new StepName("train ")).isNotEqualTo(new StepName("train"));
    assertThat(new PipelineName("caf\u00e9")).isNotEqualTo(new PipelineName("cafe\u0301"));
    assertThat(new StepType("training")).isNotEqualTo(StepType.TRAINING);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 257})
  void a_name_has_1_to_256_characters(int length) {
    String name = "x".repeat(length);
    assertThatIllegalArgumentException().isThrownBy(() -> new StepName(name));
    assertThatIllegalArgumentException().isThrownBy(() -> new PipelineName(name));
    assertThatIllegalArgumentException().isThrownBy(() -> new StepType(name));
    assertThat(new StepName("x".repeat(256))).hasToString("x".repeat(256));
  }

  @Test
  void a_step_without_arguments_has_empty_ones() {
    assertThat(step(object("Arguments", object("a", 1))).arguments()).isEqualTo(object("a", 1));
    assertThat(step(object()).arguments()).isEqualTo(object());
    assertThat(step(object("Arguments", list())).arguments()).isEqualTo(object());
  }

  private static Step step(ObjectValue content) {
    return new Step(new StepName("s"), StepType.FAIL, content, new CacheConfig.Disabled());
  }
}
