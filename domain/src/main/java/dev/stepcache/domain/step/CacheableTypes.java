package dev.stepcache.domain.step;

import dev.stepcache.domain.attribute.AttributeSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The step types whose runs can be reused, each with the attributes that count (R9, R10, SPEC 3).
 * Any other type always runs.
 */
public record CacheableTypes(Map<StepType, AttributeSet> attributeSets) {

  public CacheableTypes {
    attributeSets = Map.copyOf(attributeSets);
  }

  /** The eight types of Amazon SageMaker, with the attributes of its guide page. */
  public static CacheableTypes sageMaker() {
    Map<StepType, AttributeSet> sets = new LinkedHashMap<>();
    sets.put(
        StepType.PROCESSING,
        AttributeSet.of(
            "Arguments.AppSpecification", "Arguments.Environment", "Arguments.ProcessingInputs"));
    sets.put(
        StepType.TRAINING,
        AttributeSet.of(
            "Arguments.AlgorithmSpecification",
            "Arguments.CheckpointConfig",
            "Arguments.DebugHookConfig",
            "Arguments.DebugRuleConfigurations",
            "Arguments.Environment",
            "Arguments.HyperParameters",
            "Arguments.InputDataConfig"));
    sets.put(
        StepType.TUNING,
        AttributeSet.of(
            "Arguments.HyperParameterTuningJobConfig",
            "Arguments.TrainingJobDefinition.AlgorithmSpecification",
            "Arguments.TrainingJobDefinition.HyperParameterRanges",
            "Arguments.TrainingJobDefinition.InputDataConfig",
            "Arguments.TrainingJobDefinition.StaticHyperParameters",
            "Arguments.TrainingJobDefinition.TuningObjective",
            "Arguments.TrainingJobDefinitions"));
    sets.put(
        StepType.AUTO_ML,
        AttributeSet.of(
            "Arguments.AutoMLJobConfig.CompletionCriteria",
            "Arguments.AutoMLJobConfig.CandidateGenerationConfig",
            "Arguments.AutoMLJobConfig.DataSplitConfig",
            "Arguments.AutoMLJobConfig.Mode",
            "Arguments.AutoMLJobObjective",
            "Arguments.InputDataConfig",
            "Arguments.ProblemType"));
    sets.put(
        StepType.TRANSFORM,
        AttributeSet.of(
            "Arguments.DataProcessing",
            "Arguments.Environment",
            "Arguments.ModelName",
            "Arguments.TransformInput"));
    sets.put(StepType.CLARIFY_CHECK, check("ClarifyCheckConfig"));
    sets.put(StepType.QUALITY_CHECK, check("QualityCheckConfig", "SuppliedBaselineStatistics"));
    sets.put(
        StepType.EMR,
        AttributeSet.of("Arguments.ClusterId", "Arguments.ClusterConfig", "Arguments.StepConfig"));
    return new CacheableTypes(sets);
  }

  /**
   * A check's job is its whole processing request, so all of it counts but what cannot change a
   * result.
   */
  private static AttributeSet check(String... ownMembers) {
    return AttributeSet.of(
            "CheckJobConfig",
            "CheckType",
            "ModelName",
            "ModelPackageGroupName",
            "RegisterNewBaseline",
            "SkipCheck",
            "SuppliedBaselineConstraints")
        .and(ownMembers)
        .andAllOf("Arguments", "ProcessingJobName", "Tags", "ExperimentConfig");
  }

  /** These types and one more, or one with another set. */
  public CacheableTypes with(StepType type, AttributeSet attributes) {
    Map<StepType, AttributeSet> more = new LinkedHashMap<>(attributeSets);
    more.put(type, attributes);
    return new CacheableTypes(more);
  }

  /** The attributes that count for a type; none of a type that is not cacheable. */
  public Optional<AttributeSet> attributesOf(StepType type) {
    return Optional.ofNullable(attributeSets.get(type));
  }

  public boolean contains(StepType type) {
    return attributeSets.containsKey(type);
  }

  public Set<StepType> types() {
    return attributeSets.keySet();
  }
}
