package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.Problem.Code;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.CacheConfig.Disabled;
import dev.stepcache.domain.step.RetryPolicy;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Validation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One reading of one definition: collects every fault instead of stopping at the first. */
final class DefinitionReader {
  private static final AttributePath PARAMETERS = AttributePath.of("Parameters");
  private static final AttributePath EXPERIMENT = AttributePath.of("PipelineExperimentConfig");
  private static final AttributePath STEPS = AttributePath.of("Steps");

  private final List<Problem> faults = new ArrayList<>();
  private final Set<StepName> names = new HashSet<>();
  private final Set<String> parameterNames = new HashSet<>();

  /** Many steps depend on the same few. */
  private final Map<AttributeValue, Optional<StepName>> stepNames = new HashMap<>();

  private final TemplateReader templates = new TemplateReader();

  Validation<Seq<Problem>, PipelineDefinition> read(AttributeValue value) {
    if (!(value instanceof ObjectValue document)) {
      fault(AttributePath.ROOT, Code.MALFORMED, "a pipeline definition is an object");
      return invalid();
    }
    List<PipelineParameter> parameters = parameters(document);
    List<DefinedStep> steps = steps(STEPS, document.member("Steps"));
    document
        .member("PipelineExperimentConfig")
        .ifPresent(experiment ->
            checkExpressions(
                EXPERIMENT, "PipelineExperimentConfig", experiment, templates.read(experiment)));
    steps.stream().flatMap(DefinedStep::withNested).forEach(this::checkReferences);
    if (!faults.isEmpty()) {
      return invalid();
    }
    StepGraph graph = StepGraph.of(steps);
    graph.cycle().ifPresent(faults::add);
    return faults.isEmpty()
        ? Validation.valid(new PipelineDefinition(document, parameters, steps, graph))
        : invalid();
  }

  /** Reads a step that stands alone, with nothing around it for an expression to refer to. */
  Validation<Seq<Problem>, Step> readResolved(AttributeValue value) {
    Optional<DefinedStep> step = step(AttributePath.ROOT, value);
    step.ifPresent(this::refuseExpressions);
    return faults.isEmpty()
        ? Validation.valid(step.map(DefinitionReader::resolved).orElseThrow())
        : invalid();
  }

  private static Step resolved(DefinedStep step) {
    return new Step(step.name(), step.type(), step.content(), step.cacheConfig());
  }

  private <T> Validation<Seq<Problem>, T> invalid() {
    return Validation.invalid(io.vavr.collection.List.ofAll(faults));
  }

  private void fault(AttributePath path, Code code, String message) {
    faults.add(Problem.error(path, code, message));
  }

  private List<PipelineParameter> parameters(ObjectValue document) {
    List<PipelineParameter> parameters = new ArrayList<>();
    Optional<AttributeValue> given = document.member("Parameters");
    if (given.isPresent() && !(given.get() instanceof ListValue)) {
      fault(PARAMETERS, Code.BAD_PARAMETER, "Parameters is no list");
    }
    List<AttributeValue> items = document.itemsOf("Parameters");
    for (int i = 0; i < items.size(); i++) {
      AttributePath path = PARAMETERS.child(i);
      Optional<String> name = items.get(i).asObject().flatMap(item -> item.textMember("Name"));
      if (name.isPresent() && !parameterNames.add(name.get())) {
        fault(path, Code.DUPLICATE_NAME, "a second parameter named " + name.get());
      } else {
        parameter(items.get(i))
            .peekLeft(message -> fault(path, Code.BAD_PARAMETER, message))
            .forEach(parameters::add);
      }
    }
    return parameters;
  }

  private Either<String, PipelineParameter> parameter(AttributeValue value) {
    if (!(value instanceof ObjectValue object) || object.textMember("Name").isEmpty()) {
      return Either.left("a parameter is an object with a Name");
    }
    String name = object.textMember("Name").get();
    Optional<AttributeValue> typeMember = object.member("Type");
    Optional<PipelineParameter.Type> type =
        typeMember.isEmpty()
            ? Optional.of(PipelineParameter.Type.STRING)
            : typeMember.flatMap(AttributeValue::asText).flatMap(PipelineParameter.Type::named);
    if (type.isEmpty()) {
      return Either.left(
          "parameter " + name + " has a Type that is none of String, Integer, Float, Boolean");
    }
    List<String> enumValues =
        object.itemsOf("EnumValues").stream()
            .map(Expression::joined)
            .flatMap(Optional::stream)
            .toList();
    PipelineParameter bare = new PipelineParameter(name, type.get(), Optional.empty(), enumValues);
    return object
        .member("DefaultValue")
        .map(defaultValue ->
            bare.accept(defaultValue)
                .map(checked ->
                    new PipelineParameter(name, type.get(), Optional.of(checked), enumValues)))
        .orElse(Either.right(bare));
  }

  private List<DefinedStep> steps(AttributePath path, Optional<AttributeValue> value) {
    if (value.isEmpty()) {
      fault(path, Code.MALFORMED, "a pipeline definition has a list of Steps, which is missing");
      return List.of();
    }
    if (!(value.get() instanceof ListValue)) {
      fault(path, Code.MALFORMED, last(path) + " is no list");
      return List.of();
    }
    List<DefinedStep> steps = new ArrayList<>();
    List<AttributeValue> items = value.get().items();
    for (int i = 0; i < items.size(); i++) {
      step(path.child(i), items.get(i)).ifPresent(steps::add);
    }
    return steps;
  }

  private static String last(AttributePath path) {
    return path.tokens().get(path.tokens().size() - 1);
  }

  private Optional<DefinedStep> step(AttributePath path, AttributeValue value) {
    if (!(value instanceof ObjectValue step)) {
      fault(path, Code.MALFORMED, "a step is an object");
      return Optional.empty();
    }
    Optional<StepName> name = named(path, step, "Name", StepName.MAX_LENGTH).map(StepName::new);
    Optional<StepType> type = named(path, step, "Type", StepType.MAX_LENGTH).map(StepType::new);
    name.filter(n -> !names.add(n))
        .ifPresent(n -> fault(path.child("Name"), Code.DUPLICATE_NAME, "a second step named " + n));
    if (name.isEmpty() || type.isEmpty()) {
      return Optional.empty();
    }
    CacheConfig cacheConfig =
        CacheConfig.of(step)
            .getOrElseGet(invalid -> {
              fault(
                  path.append(invalid.path()),
                  Code.BAD_CACHE_CONFIG,
                  "step %s: %s".formatted(name.get(), invalid.message()));
              return new Disabled();
            });
    checkRetryPolicies(path, name.get(), step);
    boolean condition = type.get().equals(StepType.CONDITION);
    ObjectValue content = condition ? withoutBranches(step) : step;
    AttributePath arguments = path.child("Arguments");
    return Optional.of(
        new DefinedStep(
            name.get(),
            type.get(),
            content,
            templates.read(content),
            cacheConfig,
            dependsOn(path.child("DependsOn"), step),
            condition ? branch(arguments, step, "IfSteps") : List.of(),
            condition ? branch(arguments, step, "ElseSteps") : List.of(),
            path));
  }

  private void checkRetryPolicies(AttributePath path, StepName name, ObjectValue step) {
    Validation<Seq<RetryPolicy.Invalid>, List<RetryPolicy>> read = RetryPolicy.of(step);
    if (read.isInvalid()) {
      read.getError()
          .forEach(invalid ->
              fault(
                  path.append(invalid.path()),
                  Code.BAD_RETRY_POLICY,
                  "step %s: %s".formatted(name, invalid.message())));
    }
  }

  private Optional<String> named(
      AttributePath path, ObjectValue step, String member, int maxLength) {
    Optional<String> text =
        step.textMember(member).filter(name -> !name.isEmpty() && name.length() <= maxLength);
    if (text.isEmpty()) {
      fault(
          path.child(member),
          Code.MALFORMED,
          "a step has a %s, a text of 1 to %d characters".formatted(member, maxLength));
    }
    return text;
  }

  private List<DefinedStep> branch(AttributePath arguments, ObjectValue step, String branch) {
    Optional<AttributeValue> steps =
        step.objectMember("Arguments").flatMap(members -> members.member(branch));
    return steps.isEmpty() ? List.of() : steps(arguments.child(branch), steps);
  }

  private static ObjectValue withoutBranches(ObjectValue step) {
    return step.objectMember("Arguments")
        .map(arguments -> step.with("Arguments", arguments.without("IfSteps").without("ElseSteps")))
        .orElse(step);
  }

  private Set<StepName> dependsOn(AttributePath path, ObjectValue step) {
    Set<StepName> dependsOn = new HashSet<>();
    Optional<AttributeValue> given = step.member("DependsOn");
    if (given.isPresent() && !(given.get() instanceof ListValue)) {
      fault(path, Code.MALFORMED, "DependsOn is no list of step names");
    }
    List<AttributeValue> items = step.itemsOf("DependsOn");
    for (int i = 0; i < items.size(); i++) {
      Optional<StepName> name = stepNames.computeIfAbsent(items.get(i), DefinitionReader::stepName);
      if (name.isPresent()) {
        dependsOn.add(name.get());
      } else {
        fault(path.child(i), Code.MALFORMED, "DependsOn names steps by their names");
      }
    }
    return dependsOn;
  }

  private static Optional<StepName> stepName(AttributeValue value) {
    return value.asText().flatMap(Expression::stepName);
  }

  private void checkReferences(DefinedStep step) {
    for (StepName dependency : step.dependsOn()) {
      if (!names.contains(dependency)) {
        unknown(step.path().child("DependsOn"), nameOf(step), "a step " + dependency);
      }
    }
    checkExpressions(step.path(), nameOf(step), step.content(), step.template());
  }

  private static String nameOf(DefinedStep step) {
    return "step " + step.name();
  }

  private void checkExpressions(
      AttributePath place, String who, AttributeValue value, Template template) {
    List<Expression> unknown = new ArrayList<>();
    template.visit(expression -> {
      if (!isKnown(expression)) {
        unknown.add(expression);
      }
    });
    if (templates.hasMalformed() || !unknown.isEmpty()) {
      tellOfExpressions(place, who, value);
    }
  }

  private boolean isKnown(Expression expression) {
    if (expression instanceof Expression.Parameter parameter) {
      return parameterNames.contains(parameter.name());
    }
    Optional<StepName> step = Expressions.stepOf(expression);
    return step.isEmpty() || names.contains(step.get());
  }

  private void tellOfExpressions(AttributePath place, String who, AttributeValue value) {
    Expressions.visit(
        place,
        value,
        (path, read) -> {
          if (read.isLeft()) {
            fault(path, Code.BAD_EXPRESSION, who + ": " + read.getLeft());
            return;
          }
          if (read.get() instanceof Expression.Parameter(String parameter)
              && !parameterNames.contains(parameter)) {
            unknown(path, who, "a parameter " + parameter);
          }
          Expressions.stepOf(read.get())
              .filter(name -> !names.contains(name))
              .ifPresent(name -> unknown(path, who, "a step " + name));
        });
  }

  private void refuseExpressions(DefinedStep step) {
    if (templates.hasMalformed() || step.template() != Template.CONSTANT) {
      Expressions.outermost(step.path(), step.content(), path -> refuseExpression(step, path));
    }
    step.ifSteps().forEach(this::refuseExpressions);
    step.elseSteps().forEach(this::refuseExpressions);
  }

  private void refuseExpression(DefinedStep step, AttributePath path) {
    fault(
        path,
        Code.BAD_EXPRESSION,
        "step %s: an expression, where only its value can stand".formatted(step.name()));
  }

  private void unknown(AttributePath path, String who, String what) {
    fault(
        path,
        Code.UNKNOWN_REFERENCE,
        "%s refers to %s, which the definition does not have".formatted(who, what));
  }
}
