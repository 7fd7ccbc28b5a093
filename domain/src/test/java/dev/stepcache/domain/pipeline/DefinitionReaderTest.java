package dev.stepcache.domain.pipeline;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.attribute.Values.value;
import static dev.stepcache.domain.pipeline.Definitions.after;
import static dev.stepcache.domain.pipeline.Definitions.condition;
import static dev.stepcache.domain.pipeline.Definitions.document;
import static dev.stepcache.domain.pipeline.Definitions.faultsOf;
import static dev.stepcache.domain.pipeline.Definitions.get;
import static dev.stepcache.domain.pipeline.Definitions.join;
import static dev.stepcache.domain.pipeline.Definitions.jsonGet;
import static dev.stepcache.domain.pipeline.Definitions.parameter;
import static dev.stepcache.domain.pipeline.Definitions.processing;
import static dev.stepcache.domain.pipeline.Definitions.step;
import static dev.stepcache.domain.pipeline.Problem.Code.BAD_CACHE_CONFIG;
import static dev.stepcache.domain.pipeline.Problem.Code.BAD_EXPRESSION;
import static dev.stepcache.domain.pipeline.Problem.Code.BAD_PARAMETER;
import static dev.stepcache.domain.pipeline.Problem.Code.CYCLE;
import static dev.stepcache.domain.pipeline.Problem.Code.DUPLICATE_NAME;
import static dev.stepcache.domain.pipeline.Problem.Code.MALFORMED;
import static dev.stepcache.domain.pipeline.Problem.Code.UNKNOWN_REFERENCE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.Problem.Code;
import dev.stepcache.domain.pipeline.Problem.Severity;
import dev.stepcache.domain.step.CacheConfig;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A definition")
class DefinitionReaderTest {
  private static final ObjectValue A = processing("A");
  private static final String LONG = "n".repeat(257);

  @ParameterizedTest(name = "{0}")
  @DisplayName("X1: is refused, with the place, for")
  @MethodSource
  void is_refused_for(String what, AttributeValue document, String pointer, Code code) {
    assertThat(faultsOf(document))
        .extracting(fault -> fault.path().pointer(), Problem::code, Problem::severity)
        .as(what)
        .containsExactly(tuple(pointer, code, Severity.ERROR));
  }

  static Stream<Arguments> is_refused_for() {
    return Stream.of(
        arguments("being a list", list(A), "", MALFORMED),
        arguments("being a text", value("Steps"), "", MALFORMED),
        arguments("being null", value(null), "", MALFORMED),
        arguments("Steps that are missing", object(), "/Steps", MALFORMED),
        arguments("Steps that are null", object("Steps", null), "/Steps", MALFORMED),
        arguments("Steps that are an object", object("Steps", A), "/Steps", MALFORMED),
        arguments("a step that is a text", steps(A, "B"), "/Steps/1", MALFORMED),
        arguments("a step that is null", steps(A, null), "/Steps/1", MALFORMED),
        arguments("a missing Name", steps(A.without("Name")), "/Steps/0/Name", MALFORMED),
        arguments("a Name of no text", steps(with("Name", 7)), "/Steps/0/Name", MALFORMED),
        arguments("an empty Name", steps(with("Name", "")), "/Steps/0/Name", MALFORMED),
        arguments("a Name too long", steps(with("Name", LONG)), "/Steps/0/Name", MALFORMED),
        arguments("a missing Type", steps(A.without("Type")), "/Steps/0/Type", MALFORMED),
        arguments("a Type of no text", steps(with("Type", list())), "/Steps/0/Type", MALFORMED),
        arguments("an empty Type", steps(with("Type", "")), "/Steps/0/Type", MALFORMED),
        arguments("a Name used twice", steps(A, A), "/Steps/1/Name", DUPLICATE_NAME),
        arguments(
            "a CacheConfig of no object",
            steps(with("CacheConfig", "30d")),
            "/Steps/0/CacheConfig",
            BAD_CACHE_CONFIG),
        arguments(
            "an Enabled of no Boolean",
            steps(with("CacheConfig", object("Enabled", "true"))),
            "/Steps/0/CacheConfig/Enabled",
            BAD_CACHE_CONFIG),
        arguments(
            "a missing ExpireAfter (R2)",
            steps(with("CacheConfig", object("Enabled", true))),
            "/Steps/0/CacheConfig/ExpireAfter",
            BAD_CACHE_CONFIG),
        arguments(
            "a malformed ExpireAfter (R2)",
            steps(with("CacheConfig", object("Enabled", true, "ExpireAfter", "5h"))),
            "/Steps/0/CacheConfig/ExpireAfter",
            BAD_CACHE_CONFIG),
        arguments(
            "a malformed ExpireAfter where it has no effect (R2)",
            steps(
                step("L", "Lambda")
                    .with("CacheConfig", object("Enabled", true, "ExpireAfter", ""))),
            "/Steps/0/CacheConfig/ExpireAfter",
            BAD_CACHE_CONFIG),
        arguments("DependsOn of no list", steps(with("DependsOn", "B")), dependsOn(), MALFORMED),
        arguments(
            "DependsOn of no names", steps(with("DependsOn", list(1))), dependsOn(0), MALFORMED),
        arguments(
            "DependsOn of an empty name",
            steps(with("DependsOn", list(""))),
            dependsOn(0),
            MALFORMED),
        arguments(
            "DependsOn of a name too long",
            steps(with("DependsOn", list(LONG))),
            dependsOn(0),
            MALFORMED),
        arguments("DependsOn of no step", steps(after(A, "B")), dependsOn(), UNKNOWN_REFERENCE),
        arguments(
            "Parameters of no list",
            document(A).with("Parameters", object()),
            "/Parameters",
            BAD_PARAMETER),
        arguments(
            "a parameter without a name", parameters(object()), "/Parameters/0", BAD_PARAMETER),
        arguments(
            "a parameter of an unknown type",
            parameters(parameter("P", "Decimal", null)),
            "/Parameters/0",
            BAD_PARAMETER),
        arguments(
            "a parameter whose type is no text",
            parameters(object("Name", "P", "Type", 1)),
            "/Parameters/0",
            BAD_PARAMETER),
        arguments(
            "a default of another type",
            parameters(parameter("P", "Integer", 1), parameter("Q", "Integer", "one")),
            "/Parameters/1",
            BAD_PARAMETER),
        arguments(
            "a default that EnumValues do not allow",
            parameters(parameter("P", "String", "c").with("EnumValues", list("a", "b"))),
            "/Parameters/0",
            BAD_PARAMETER),
        arguments(
            "a parameter's name used twice",
            parameters(parameter("P", "String", "a"), parameter("P", "Integer", 1)),
            "/Parameters/1",
            DUPLICATE_NAME));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("X1: is refused, with the place, for an expression that is")
  @MethodSource
  void is_refused_for_an_expression(AttributeValue expression, Code code) {
    assertThat(faultsOf(document(processing("A", "E", expression))))
        .extracting(fault -> fault.path().pointer(), Problem::code)
        .containsExactly(tuple("/Steps/0/Arguments/Environment/E", code));
  }

  static Stream<Arguments> is_refused_for_an_expression() {
    return Stream.of(
        arguments(get("Parameters.P"), UNKNOWN_REFERENCE),
        arguments(get("Steps.B.ModelName"), UNKNOWN_REFERENCE),
        arguments(get("Steps.B['x']"), UNKNOWN_REFERENCE),
        arguments(jsonGetByName("B", "file", "a"), UNKNOWN_REFERENCE),
        arguments(get("Parameters."), BAD_EXPRESSION),
        arguments(get("Parameters"), BAD_EXPRESSION),
        arguments(get("Execution.Unheard"), BAD_EXPRESSION),
        arguments(get("Execution"), BAD_EXPRESSION),
        arguments(get("Steps."), BAD_EXPRESSION),
        arguments(get("Steps.A."), BAD_EXPRESSION),
        arguments(get("Steps..a"), BAD_EXPRESSION),
        arguments(get("Steps." + LONG + ".a"), BAD_EXPRESSION),
        arguments(get("Steps.A.Outputs['x"), BAD_EXPRESSION),
        arguments(get("Steps.A.Outputs[x]"), BAD_EXPRESSION),
        arguments(get("Steps.A.Outputs[-1]"), BAD_EXPRESSION),
        arguments(get("Steps.A.a..b"), BAD_EXPRESSION),
        arguments(get("Steps.A.a."), BAD_EXPRESSION),
        arguments(get("parameters.P"), BAD_EXPRESSION),
        arguments(get(""), BAD_EXPRESSION),
        arguments(object("Get", 1), BAD_EXPRESSION),
        arguments(object("Std:Join", list("a")), BAD_EXPRESSION),
        arguments(object("Std:Join", object("On", "/")), BAD_EXPRESSION),
        arguments(object("Std:Join", object("On", 1, "Values", list())), BAD_EXPRESSION),
        arguments(object("Std:Join", object("Values", "a")), BAD_EXPRESSION),
        arguments(object("Std:JsonGet", "Steps.A.PropertyFiles.f"), BAD_EXPRESSION),
        arguments(object("Std:JsonGet", object("S3Uri", "s3://b/k")), BAD_EXPRESSION),
        arguments(object("Std:JsonGet", object("Path", "a")), BAD_EXPRESSION),
        arguments(object("Std:JsonGet", object("Path", "a[", "S3Uri", "s3://b/k")), BAD_EXPRESSION),
        arguments(
            object("Std:JsonGet", object("Path", "a", "PropertyFile", "file")), BAD_EXPRESSION),
        arguments(jsonGetByName("", "file", "a"), BAD_EXPRESSION),
        arguments(jsonGetByName(LONG, "file", "a"), BAD_EXPRESSION),
        arguments(
            object("Std:JsonGet", object("Path", "a", "PropertyFile", object("Got", "x"))),
            BAD_EXPRESSION));
  }

  @Test
  @DisplayName("X2: malformed RetryPolicies are refused, each with its place")
  void malformed_retry_policies() {
    ObjectValue policies = object("ExceptionType", list("Step.NO_SUCH"), "MaxAttempts", 0);
    assertThat(faultsOf(document(processing("A").with("RetryPolicies", list(policies)))))
        .extracting(Problem::code, fault -> fault.path().pointer())
        .containsExactly(
            tuple(Problem.Code.BAD_RETRY_POLICY, "/Steps/0/RetryPolicies/0/MaxAttempts"),
            tuple(Problem.Code.BAD_RETRY_POLICY, "/Steps/0/RetryPolicies/0/ExceptionType"));
  }

  @Test
  @DisplayName("X1: is refused once for each fault of an expression within another, at its place")
  void is_refused_for_expressions_within_others() {
    ObjectValue a =
        processing(
            "A",
            "Uri",
            join("/", "s3:/", get("Parameters.Bucket"), get("Execution.Now")),
            "Metric",
            jsonGet("B", "file", "a.b"));
    assertThat(faultsOf(document(a)))
        .extracting(fault -> fault.path().pointer(), Problem::code)
        .containsExactlyInAnyOrder(
            tuple("/Steps/0/Arguments/Environment/Uri/Std:Join/Values/1", UNKNOWN_REFERENCE),
            tuple("/Steps/0/Arguments/Environment/Uri/Std:Join/Values/2", BAD_EXPRESSION),
            tuple("/Steps/0/Arguments/Environment/Metric", UNKNOWN_REFERENCE));
  }

  @Test
  @DisplayName("X1: is refused for bad references outside of its Arguments, too")
  void is_refused_for_references_outside_of_arguments() {
    ObjectValue check =
        step("Check", "QualityCheck").with("ModelPackageGroupName", get("Parameters.Group"));
    assertThat(faultsOf(document(check)))
        .extracting(fault -> fault.path().pointer(), Problem::code)
        .containsExactly(tuple("/Steps/0/ModelPackageGroupName", UNKNOWN_REFERENCE));
  }

  @Test
  @DisplayName("X1: is refused for a parameter that only its PipelineExperimentConfig names")
  void is_refused_for_an_unknown_parameter_of_the_experiment() {
    ObjectValue document =
        document(A)
            .with("PipelineExperimentConfig", object("ExperimentName", get("Parameters.Gone")));
    assertThat(faultsOf(document))
        .extracting(fault -> fault.path().pointer(), Problem::code)
        .containsExactly(tuple("/PipelineExperimentConfig/ExperimentName", UNKNOWN_REFERENCE));
  }

  @Test
  @DisplayName(
      "X1: is refused with every fault at once, and with none that only follows from another")
  void is_refused_with_every_fault_at_once() {
    ObjectValue document =
        document(
            list(parameter("P", "Float", "much"), parameter("Q", "String", "q")),
            A.with("CacheConfig", object("Enabled", true)),
            A,
            processing(
                "B", "E", get("Parameters.R"), "F", get("Steps.C.x"), "G", get("Parameters.P")),
            object("Name", "D"));
    assertThat(faultsOf(document))
        .extracting(fault -> fault.path().pointer(), Problem::code)
        .containsExactlyInAnyOrder(
            tuple("/Parameters/0", BAD_PARAMETER),
            tuple("/Steps/0/CacheConfig/ExpireAfter", BAD_CACHE_CONFIG),
            tuple("/Steps/1/Name", DUPLICATE_NAME),
            tuple("/Steps/2/Arguments/Environment/E", UNKNOWN_REFERENCE),
            tuple("/Steps/2/Arguments/Environment/F", UNKNOWN_REFERENCE),
            tuple("/Steps/3/Type", MALFORMED));
  }

  @Test
  @DisplayName("R2: is refused by a message that names the step and the position in ExpireAfter")
  void the_message_names_step_and_position() {
    ObjectValue late = A.with("CacheConfig", object("Enabled", true, "ExpireAfter", "30x"));
    assertThat(faultsOf(document(late)).get(0).message())
        .contains("step A", "\"30x\"", "position 2");
  }

  @Test
  @DisplayName("R1: may have any ExpireAfter where caching is off")
  void may_have_any_expire_after_where_caching_is_off() {
    ObjectValue off = A.with("CacheConfig", object("Enabled", false, "ExpireAfter", "soon"));
    assertThat(Definitions.of(off).steps().get(0).cacheConfig())
        .isEqualTo(new CacheConfig.Disabled());
  }

  @Nested
  @DisplayName("with branches")
  class WithBranches {

    @Test
    @DisplayName("X1: is refused for a name used twice, wherever the second stands")
    void is_refused_for_a_name_used_twice() {
      ObjectValue inner = condition("Inner", list(processing("B"), A), list(processing("C")));
      ObjectValue outer = condition("Outer", list(inner), list(processing("B")));
      assertThat(faultsOf(document(A, outer, processing("C"))))
          .extracting(fault -> fault.path().pointer(), Problem::code)
          .containsExactlyInAnyOrder(
              tuple("/Steps/1/Arguments/IfSteps/0/Arguments/IfSteps/1/Name", DUPLICATE_NAME),
              tuple("/Steps/1/Arguments/ElseSteps/0/Name", DUPLICATE_NAME),
              tuple("/Steps/2/Name", DUPLICATE_NAME));
    }

    @Test
    @DisplayName("X1: is refused for a branch that is no list, and for faults within branches")
    void is_refused_for_faults_within_branches() {
      ObjectValue faulty =
          step(
              "C",
              "Condition",
              "IfSteps",
              A,
              "ElseSteps",
              list(processing("B", "E", get("Parameters.P")), object("Name", "D")));
      assertThat(faultsOf(document(faulty)))
          .extracting(fault -> fault.path().pointer(), Problem::code)
          .containsExactlyInAnyOrder(
              tuple("/Steps/0/Arguments/IfSteps", MALFORMED),
              tuple("/Steps/0/Arguments/ElseSteps/0/Arguments/Environment/E", UNKNOWN_REFERENCE),
              tuple("/Steps/0/Arguments/ElseSteps/1/Type", MALFORMED));
    }

    @Test
    @DisplayName("X1: may lack either branch, or both")
    void may_lack_either_branch() {
      ObjectValue neither = step("C", "Condition", "Conditions", list());
      ObjectValue one = step("D", "Condition", "IfSteps", list(A));
      assertThat(Definitions.of(neither, one, object("Name", "E", "Type", "Condition")).allSteps())
          .extracting(step -> step.name().text())
          .containsExactly("C", "D", "A", "E");
    }

    @Test
    @DisplayName("X1: may refer to steps within branches, from everywhere")
    void may_refer_to_steps_within_branches() {
      PipelineDefinition definition =
          Definitions.of(
              condition("C", list(A), list(processing("B", "E", get("Steps.A.Environment['x']")))),
              processing("D", "E", get("Steps.B.ProcessingJobName")));
      assertThat(definition.allSteps())
          .extracting(step -> step.name().text())
          .containsExactly("C", "A", "B", "D");
    }

    @Test
    @DisplayName("X1: keeps members named IfSteps of other types as they are")
    void keeps_such_members_of_other_types() {
      ObjectValue lambda = step("L", "Lambda", "IfSteps", list(A), "ElseSteps", "none");
      assertThat(Definitions.of(lambda, A).steps().get(0).content()).isEqualTo(lambda);
    }
  }

  @Nested
  @DisplayName("with steps that wait for each other")
  class WithCycles {

    @Test
    @DisplayName("X1: is refused for a step that reads from itself")
    void is_refused_for_a_self_reference() {
      assertThat(faultsOf(document(processing("A", "E", get("Steps.A.x")))))
          .extracting(Problem::code, fault -> fault.path().pointer(), Problem::message)
          .containsExactly(tuple(CYCLE, "/Steps/0", "steps wait for each other: A -> A"));
    }

    @Test
    @DisplayName("X1: is refused for a step that depends on itself")
    void is_refused_for_a_step_that_depends_on_itself() {
      assertThat(faultsOf(document(after(A, "A"))))
          .extracting(Problem::code)
          .containsExactly(CYCLE);
    }

    @Test
    @DisplayName("X1: is refused for a cycle of references and DependsOn, naming its steps")
    void is_refused_for_a_mixed_cycle() {
      ObjectValue document =
          document(
              processing("Before"),
              processing("A", "E", join("", get("Steps.C.x"), get("Steps.Before.x"))),
              after(processing("B"), "A"),
              processing("C", "E", jsonGet("B", "file", "x")),
              after(processing("After"), "C"));
      assertThat(faultsOf(document))
          .extracting(Problem::code, Problem::message)
          .containsExactly(tuple(CYCLE, "steps wait for each other: A -> C -> B -> A"));
    }

    @Test
    @DisplayName("X1: is refused for depending on a Condition whose branch reads from the step")
    void is_refused_for_depending_on_a_condition_whose_branch_reads_it() {
      ObjectValue document =
          document(
              after(A, "C"), condition("C", list(), list(processing("B", "E", get("Steps.A.x")))));
      assertThat(faultsOf(document)).extracting(Problem::code).containsExactly(CYCLE);
    }

    @Test
    @DisplayName("X1: is refused for a Condition that reads from its own branch")
    void is_refused_for_a_condition_that_reads_from_its_branch() {
      ObjectValue c =
          step(
              "C",
              "Condition",
              "Conditions",
              list(object("Type", "Equals", "LeftValue", get("Steps.A.x"), "RightValue", 1)),
              "IfSteps",
              list(A));
      assertThat(faultsOf(document(c))).extracting(Problem::code).containsExactly(CYCLE);
    }

    @Test
    @DisplayName("X1: may have a branch step that depends on its own Condition")
    void may_have_a_branch_step_that_depends_on_its_condition() {
      ObjectValue inner = condition("Inner", list(after(A, "Outer", "Inner")), list());
      assertThat(Definitions.of(condition("Outer", list(inner), list())).allSteps()).hasSize(3);
    }
  }

  @Test
  @DisplayName("X1: keeps types and members that nobody here knows")
  void keeps_what_nobody_here_knows() {
    ObjectValue step =
        step("S", "Unheard", "Get", 1, "More", object("Get", "x", "Other", 1))
            .with("Whatever", list(1, object()));
    ObjectValue document = document(step).with("Metadata", object("by", "hand"));
    PipelineDefinition definition = Definitions.read(document);
    assertThat(definition.document()).isEqualTo(document);
    assertThat(definition.steps())
        .singleElement()
        .satisfies(read -> {
          assertThat(read.type().name()).isEqualTo("Unheard");
          assertThat(read.content()).isEqualTo(step);
        });
  }

  @Test
  @DisplayName("X1: need not have a Version, Parameters or any step")
  void may_be_empty() {
    PipelineDefinition definition = Definitions.read(object("Steps", list()));
    assertThat(definition.allSteps()).isEmpty();
    assertThat(definition.parameters()).isEmpty();
  }

  @Test
  @DisplayName("X1: takes names byte by byte: case and spaces make another step")
  void takes_names_byte_by_byte() {
    assertThat(Definitions.of(processing("A"), processing("a"), processing("A ")).allSteps())
        .hasSize(3);
  }

  private static ObjectValue steps(@Nullable Object... steps) {
    return object("Steps", list(steps));
  }

  private static ObjectValue parameters(ObjectValue... parameters) {
    return document(list((Object[]) parameters), A);
  }

  private static ObjectValue with(String member, Object value) {
    return A.with(member, value(requireNonNull(value)));
  }

  private static String dependsOn() {
    return "/Steps/0/DependsOn";
  }

  private static String dependsOn(int index) {
    return dependsOn() + "/" + index;
  }

  private static ObjectValue jsonGetByName(String step, String file, String path) {
    return object("Std:JsonGet", object("Step", step, "PropertyFile", file, "Path", path));
  }
}
