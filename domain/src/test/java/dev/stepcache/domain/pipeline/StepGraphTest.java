package dev.stepcache.domain.pipeline;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.pipeline.Definitions.after;
import static dev.stepcache.domain.pipeline.Definitions.condition;
import static dev.stepcache.domain.pipeline.Definitions.get;
import static dev.stepcache.domain.pipeline.Definitions.join;
import static dev.stepcache.domain.pipeline.Definitions.jsonGet;
import static dev.stepcache.domain.pipeline.Definitions.name;
import static dev.stepcache.domain.pipeline.Definitions.processing;
import static dev.stepcache.domain.pipeline.Definitions.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.StepGraph.Branch;
import dev.stepcache.domain.step.StepName;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("X1: A step")
class StepGraphTest {

  @Test
  @DisplayName("waits for every step that it reads from, however deep the expression stands")
  void waits_for_every_step_that_it_reads_from() {
    StepGraph graph =
        graph(
            processing("A"),
            processing("B"),
            processing("C"),
            processing(
                "D",
                "Join",
                join("/", join("", get("Steps.A.x")), get("Steps.B['y']")),
                "File",
                jsonGet("C", "file", "z")));
    assertThat(graph.node(name("D")).reads()).isEqualTo(names("A", "B", "C"));
    assertThat(graph.node(name("D")).waitsFor()).isEqualTo(names("A", "B", "C"));
    assertThat(graph.node(name("A")).waitsFor()).isEmpty();
  }

  @Test
  @DisplayName("waits for the steps in its DependsOn, which it need not read from")
  void waits_for_what_it_depends_on() {
    StepGraph.Node node = graph(processing("A"), after(processing("B"), "A")).node(name("B"));
    assertThat(node.waitsFor()).isEqualTo(names("A"));
    assertThat(node.reads()).isEmpty();
  }

  @Test
  @DisplayName("reads from steps in members beside its Arguments, too")
  void reads_from_steps_beside_its_arguments() {
    ObjectValue check =
        step("Check", "QualityCheck").with("SuppliedBaselineConstraints", get("Steps.A.x"));
    assertThat(graph(processing("A"), check).node(name("Check")).waitsFor()).isEqualTo(names("A"));
  }

  @Test
  @DisplayName("in a branch waits for its Condition, and for nothing else of it")
  void in_a_branch_waits_for_its_condition() {
    StepGraph graph =
        graph(condition("C", list(processing("A")), list(processing("B"))), processing("D"));
    assertThat(graph.node(name("A")).waitsFor()).isEqualTo(names("C"));
    assertThat(graph.node(name("A")).branch()).contains(new Branch(name("C"), true));
    assertThat(graph.node(name("B")).branch()).contains(new Branch(name("C"), false));
    assertThat(graph.node(name("C")).branch()).isEmpty();
    assertThat(graph.node(name("C")).waitsFor()).isEmpty();
  }

  @Test
  @DisplayName("that depends on a Condition waits for both its branches, nested ones included")
  void that_depends_on_a_condition_waits_for_its_branches() {
    ObjectValue inner = condition("Inner", list(processing("A")), list());
    StepGraph graph =
        graph(
            condition("Outer", list(inner), list(processing("B"))),
            after(processing("D"), "Outer"),
            after(processing("E"), "Inner"));
    assertThat(graph.node(name("D")).waitsFor()).isEqualTo(names("Outer", "Inner", "A", "B"));
    assertThat(graph.node(name("E")).waitsFor()).isEqualTo(names("Inner", "A"));
  }

  @Test
  @DisplayName("that only reads a Condition's outcome does not wait for its branches")
  void that_reads_an_outcome_does_not_wait_for_the_branches() {
    StepGraph graph =
        graph(
            condition("C", list(processing("A")), list()),
            processing("D", "Taken", get("Steps.C.Outcome")));
    assertThat(graph.node(name("D")).waitsFor()).isEqualTo(names("C"));
  }

  @Test
  @DisplayName("within a Condition's branches does not wait for them when it depends on it")
  void within_branches_does_not_wait_for_them() {
    ObjectValue deep = after(processing("A"), "Inner", "Outer", "Sibling");
    ObjectValue inner = condition("Inner", list(deep), list(processing("B")));
    ObjectValue sibling = condition("Sibling", list(processing("S")), list());
    StepGraph graph = graph(condition("Outer", list(inner, sibling), list()));
    assertThat(graph.node(name("A")).waitsFor()).isEqualTo(names("Inner", "Outer", "Sibling", "S"));
  }

  @Test
  @DisplayName("comes in order after all that it waits for, otherwise as the definition has it")
  void comes_in_order() {
    StepGraph graph =
        graph(
            processing("Last", "E", get("Steps.Middle.x")),
            processing("First"),
            after(processing("Middle"), "C"),
            condition("C", list(), list(processing("Branch", "E", get("Steps.First.x")))));
    assertThat(graph.inOrder())
        .containsExactly(name("First"), name("C"), name("Branch"), name("Middle"), name("Last"));
    assertThat(graph.nodes().keySet())
        .containsExactly(name("Last"), name("First"), name("Middle"), name("C"), name("Branch"));
  }

  @Test
  @DisplayName("may be one of thousands in a row, or stand in dozens of Conditions")
  void may_be_one_of_very_many() {
    ObjectValue[] row =
        IntStream.range(0, 2000)
            .mapToObj(i -> processing("s" + i, "E", i == 0 ? "" : get("Steps.s" + (i - 1) + ".x")))
            .toArray(ObjectValue[]::new);
    assertThat(graph(row).inOrder()).hasSize(2000).endsWith(name("s1999"));
    ObjectValue nested = processing("innermost");
    for (int i = 0; i < 31; i++) {
      nested = condition("c" + i, list(nested), list(object("Name", "e" + i, "Type", "Fail")));
    }
    StepGraph graph = graph(nested, after(processing("after"), "c30"));
    assertThat(graph.inOrder()).hasSize(64).startsWith(name("c30")).endsWith(name("after"));
    assertThat(graph.node(name("innermost")).branch()).contains(new Branch(name("c0"), true));
  }

  @Test
  @DisplayName("that the definition does not have cannot be asked for")
  void that_is_not_there_cannot_be_asked_for() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> graph(processing("A")).node(name("B")))
        .withMessage("no step B");
  }

  private static StepGraph graph(ObjectValue... steps) {
    return Definitions.of(steps).graph();
  }

  private static Set<StepName> names(String... names) {
    return Set.copyOf(Stream.of(names).map(StepName::new).toList());
  }
}
