package dev.stepcache.domain.pipeline;

import static java.util.stream.Collectors.joining;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.pipeline.Problem.Code;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.RetryPolicy;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What in a definition that can be run is probably not meant; above all, values in cache key
 * attributes that differ in every run, so that the step can never be a hit.
 */
public final class DefinitionLint {
  /** Known to SageMaker and never cached here (R9). */
  private static final Set<String> OTHER_KNOWN_TYPES =
      Set.of(
          "Model",
          "RegisterModel",
          "Condition",
          "Callback",
          "Lambda",
          "Fail",
          "EMRServerless",
          "EndpointConfig",
          "Endpoint",
          "InferenceComponent",
          "BedrockCustomModel",
          "BedrockCustomModelDeployment",
          "BedrockModelImport",
          "BedrockProvisionedModelThroughput",
          "Lineage");

  private static final String KNOWN_VERSION = "2020-12-01";

  private final PipelineDefinition definition;
  private final CacheableTypes cacheable;
  private final List<Problem> warnings = new ArrayList<>();

  /** Why a step's result differs in every run; empty where it does not. Filled in step order. */
  private final Map<StepName, Optional<String>> differing = new HashMap<>();

  private DefinitionLint(PipelineDefinition definition, CacheableTypes cacheable) {
    this.definition = definition;
    this.cacheable = cacheable;
  }

  public static List<Problem> of(PipelineDefinition definition, CacheableTypes cacheable) {
    return new DefinitionLint(definition, cacheable).warnings();
  }

  private List<Problem> warnings() {
    definition
        .document()
        .member("Version")
        .filter(version -> !version.equals(AttributeValue.text(KNOWN_VERSION)))
        .ifPresent(version ->
            warn(
                AttributePath.of("Version"),
                Code.UNKNOWN_VERSION,
                "the only version known is " + KNOWN_VERSION));
    for (StepName name : definition.graph().inOrder()) {
      differing.put(name, whyDiffering(definition.graph().node(name).step()));
    }
    for (DefinedStep step : definition.allSteps()) {
      checkType(step);
      checkRetryPolicies(step);
      checkExpireAfter(step);
      checkKey(step);
    }
    return List.copyOf(warnings);
  }

  private void warn(AttributePath path, Code code, String message) {
    warnings.add(Problem.warning(path, code, message));
  }

  private void checkType(DefinedStep step) {
    if (cacheable.contains(step.type())) {
      return;
    }
    if (!OTHER_KNOWN_TYPES.contains(step.type().name())) {
      warn(
          step.path().child("Type"),
          Code.UNKNOWN_STEP_TYPE,
          "step %s has the unknown type %s".formatted(step.name(), step.type()));
    }
    if (step.content().member("CacheConfig").isPresent()) {
      warn(
          step.path().child("CacheConfig"),
          Code.CACHE_CONFIG_WITHOUT_EFFECT,
          "step %s always runs: there is no caching for the type %s"
              .formatted(step.name(), step.type()));
    }
  }

  private void checkRetryPolicies(DefinedStep step) {
    if (step.content().member("RetryPolicies").isPresent() && !RetryPolicy.isFor(step.type())) {
      warn(
          step.path().child("RetryPolicies"),
          Code.RETRY_POLICY_WITHOUT_EFFECT,
          "step %s is not retried: there is no retrying for the type %s"
              .formatted(step.name(), step.type()));
    }
  }

  private void checkExpireAfter(DefinedStep step) {
    if (step.cacheConfig() instanceof CacheConfig.Enabled(ExpireAfter expireAfter)) {
      expireAfter
          .perhapsMeant()
          .ifPresent(meant ->
              warn(
                  step.path().child("CacheConfig").child("ExpireAfter"),
                  Code.MONTHS_OR_MINUTES,
                  "step %s: %s is %d months; did you mean %s, %d minutes?"
                      .formatted(
                          step.name(), expireAfter, meant.minutes(), meant, meant.minutes())));
    }
  }

  private void checkKey(DefinedStep step) {
    volatileKey(step).entrySet().stream()
        .sorted(Map.Entry.comparingByKey((a, b) -> a.pointer().compareTo(b.pointer())))
        .forEach(reason ->
            warn(
                step.path().append(reason.getKey()),
                Code.VOLATILE_KEY,
                "step %s can never be a hit: its key holds %s"
                    .formatted(step.name(), reason.getValue())));
  }

  /** Where the key of a step that asks for caching differs in every run, and why. */
  private Map<AttributePath, String> volatileKey(DefinedStep step) {
    Map<AttributePath, String> reasons = new HashMap<>();
    if (asksForCaching(step)) {
      cacheable
          .attributesOf(step.type())
          .ifPresent(
              counting -> collect(AttributePath.ROOT, counting.select(step.content()), reasons));
    }
    return reasons;
  }

  private boolean asksForCaching(DefinedStep step) {
    return cacheable.contains(step.type()) && step.cacheConfig() instanceof CacheConfig.Enabled;
  }

  private Optional<String> whyDiffering(DefinedStep step) {
    if (!asksForCaching(step)) {
      return resultOfAlwaysRunning(step);
    }
    return volatileKey(step).isEmpty()
        ? Optional.empty()
        : Optional.of("step " + step.name() + ", which runs every time");
  }

  private Optional<String> resultOfAlwaysRunning(DefinedStep step) {
    if (step.type().equals(StepType.MODEL) || step.type().equals(StepType.CONDITION)) {
      // Their results are made of their arguments alone.
      Map<AttributePath, String> reasons = new HashMap<>();
      collect(AttributePath.ROOT, step.content(), reasons);
      return reasons.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "step %s, made of %s"
                  .formatted(
                      step.name(),
                      reasons.values().stream().distinct().sorted().collect(joining(", "))));
    }
    String why = cacheable.contains(step.type()) ? "its caching is off" : "its type has no caching";
    return Optional.of("step %s, which runs every time (%s)".formatted(step.name(), why));
  }

  private void collect(AttributePath path, AttributeValue value, Map<AttributePath, String> into) {
    switch (value) {
      case ObjectValue object -> {
        Optional<Expression> expression = Expression.of(object).getOrElse(Optional.empty());
        if (expression.isPresent()) {
          volatility(expression.get()).ifPresent(reason -> into.put(path, reason));
        } else {
          object.members().forEach((name, member) -> collect(path.child(name), member, into));
        }
      }
      case ListValue list -> {
        for (int i = 0; i < list.items().size(); i++) {
          collect(path.child(i), list.items().get(i), into);
        }
      }
      default -> {}
    }
  }

  private Optional<String> volatility(AttributeValue value) {
    Map<AttributePath, String> reasons = new HashMap<>();
    collect(AttributePath.ROOT, value, reasons);
    return reasons.values().stream().sorted().findFirst();
  }

  private Optional<String> volatility(Expression expression) {
    return switch (expression) {
      case Expression.Parameter p -> Optional.empty();
      case Expression.Variable(ExecutionVariable variable) ->
          variable.differsEveryRun()
              ? Optional.of("Execution." + variable.spelling() + ", which differs in every run")
              : Optional.empty();
      case Expression.Property(StepName step, PropertyPath path) -> property(step, path);
      case Expression.Join join -> volatility(new ListValue(join.values()));
      case Expression.FileProperty property -> differing(property.step());
      case Expression.ObjectProperty(AttributeValue uri, PropertyPath path) -> volatility(uri);
    };
  }

  /** An argument that is read back is as volatile as what it says; the rest is as the run is. */
  private Optional<String> property(StepName name, PropertyPath path) {
    Optional<String> reason = differing(name);
    if (reason.isEmpty()) {
      return Optional.empty();
    }
    ObjectValue arguments =
        definition
            .graph()
            .node(name)
            .step()
            .content()
            .objectMember("Arguments")
            .orElse(ObjectValue.EMPTY);
    Optional<AttributeValue> argument = path.in(arguments);
    return argument.isPresent()
        ? volatility(argument.get())
            .map(inner -> "a value of step " + name + " that holds " + inner)
        : reason.map(why -> "a value of " + why);
  }

  private Optional<String> differing(StepName step) {
    return differing.getOrDefault(step, Optional.empty());
  }
}
