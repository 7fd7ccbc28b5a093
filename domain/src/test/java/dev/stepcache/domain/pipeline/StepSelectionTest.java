package dev.stepcache.domain.pipeline;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.pipeline.Definitions.after;
import static dev.stepcache.domain.pipeline.Definitions.condition;
import static dev.stepcache.domain.pipeline.Definitions.get;
import static dev.stepcache.domain.pipeline.Definitions.name;
import static dev.stepcache.domain.pipeline.Definitions.processing;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("X8: A selection of steps")
class StepSelectionTest {
  private static final StepGraph CHAIN =
      graph(
          processing("A"),
          processing("B", "A", get("Steps.A.x")),
          processing("C", "B", get("Steps.B.x")),
          after(processing("D"), "C"),
          processing("Other"));

  @Test
  @DisplayName("takes what its steps read of others, and nothing of those they only wait for")
  void takes_what_its_steps_read() {
    assertThat(selection(CHAIN, "C").taken()).containsExactly(name("B"));
    assertThat(selection(CHAIN, "B", "C").taken()).containsExactly(name("A"));
    assertThat(selection(CHAIN, "D").taken()).isEmpty();
    assertThat(selection(CHAIN, "A").taken()).isEmpty();
  }

  @Test
  @DisplayName("has every step on a path between two of its own, else it is refused")
  void has_every_step_between() {
    assertThat(selection(CHAIN, "A", "D").faults())
        .containsExactly(
            "Step B lies between selected steps: select it too.",
            "Step C lies between selected steps: select it too.");
    assertThat(selection(CHAIN, "B", "C", "D").faults()).isEmpty();
    assertThat(selection(CHAIN, "A", "Other").faults()).isEmpty();
  }

  @Test
  @DisplayName("needs the outcome of a Condition in whose branch one of its steps stands")
  void needs_the_outcome_of_an_outer_condition() {
    StepGraph graph =
        graph(
            condition(
                "Outer",
                list(condition("Inner", list(processing("A")), list())),
                list(processing("B"))),
            after(processing("C"), "Outer"));
    assertThat(selection(graph, "A").taken()).containsExactly(name("Inner"), name("Outer"));
    assertThat(selection(graph, "Inner", "A").taken()).containsExactly(name("Outer"));
    assertThat(selection(graph, "Outer", "A").faults())
        .containsExactly("Step Inner lies between selected steps: select it too.");
    assertThat(selection(graph, "A", "C").faults()).isEmpty();
  }

  private static StepGraph graph(ObjectValue... steps) {
    return Definitions.of(steps).graph();
  }

  private static StepSelection selection(StepGraph graph, String... steps) {
    return new StepSelection(graph, Arrays.stream(steps).map(Definitions::name).collect(toSet()));
  }
}
