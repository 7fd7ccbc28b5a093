package dev.stepcache.domain.pipeline;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.pipeline.Definitions.condition;
import static dev.stepcache.domain.pipeline.Definitions.get;
import static dev.stepcache.domain.pipeline.Definitions.join;
import static dev.stepcache.domain.pipeline.Definitions.processing;
import static dev.stepcache.domain.pipeline.Problem.Code.BAD_EXPRESSION;
import static dev.stepcache.domain.pipeline.Problem.Code.MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A step that stands alone")
class StandaloneStepTest {

  private static List<Problem> faultsOf(AttributeValue step) {
    return DefinedStep.readResolved(step).getError().asJava();
  }

  @Test
  @DisplayName("is what its file says, whatever else that holds")
  void is_what_its_file_says() {
    ObjectValue content =
        processing("A", "x", 1)
            .with("CacheConfig", object("Enabled", true, "ExpireAfter", "P1D"))
            .with("DependsOn", list("gone"));

    var step = DefinedStep.readResolved(content).get();

    assertThat(step.name()).isEqualTo(new StepName("A"));
    assertThat(step.type()).isEqualTo(StepType.PROCESSING);
    assertThat(step.content()).isEqualTo(content);
    assertThat(step.cacheConfig()).isInstanceOf(CacheConfig.Enabled.class);
  }

  @Test
  @DisplayName("has no expression left in it, each refused once at its outermost place")
  void has_no_expression_left_in_it() {
    ObjectValue content =
        processing(
            "A",
            "joined",
            join("-", get("Parameters.p"), "x"),
            "deep",
            list("x", object("y", get("Execution.StartDateTime"))),
            "malformed",
            get("nonsense"));

    assertThat(faultsOf(content))
        .extracting(fault -> fault.path().pointer(), Problem::code)
        .containsExactly(
            tuple("/Arguments/Environment/deep/1/y", BAD_EXPRESSION),
            tuple("/Arguments/Environment/joined", BAD_EXPRESSION),
            tuple("/Arguments/Environment/malformed", BAD_EXPRESSION));
  }

  @Test
  @DisplayName("has none in the branches of a Condition either")
  void has_none_in_branches_either() {
    ObjectValue branch = processing("B", "x", get("Parameters.p"));

    assertThat(faultsOf(condition("C", list(branch), list())))
        .extracting(fault -> fault.path().pointer())
        .containsExactly("/Arguments/IfSteps/0/Arguments/Environment/x");
  }

  @Test
  @DisplayName("is an object with a Name and a Type, each fault told")
  void is_an_object_with_a_name_and_a_type() {
    assertThat(faultsOf(list(processing("A"))))
        .extracting(fault -> fault.path().pointer(), Problem::code)
        .containsExactly(tuple("", MALFORMED));
    assertThat(faultsOf(object("Arguments", object())))
        .extracting(fault -> fault.path().pointer(), Problem::code)
        .containsExactly(tuple("/Name", MALFORMED), tuple("/Type", MALFORMED));
  }
}
