package dev.stepcache.http.sagemaker;

import java.util.List;

/** Definitions to try things with. */
final class Definitions {
  private static final String CACHED =
      "\"CacheConfig\": {\"Enabled\": true, \"ExpireAfter\": \"30d\"}";

  private Definitions() {}

  /** A pipeline with a parameter and these steps. */
  static String of(String... steps) {
    return """
    {"Version": "2020-12-01", "Metadata": {},
     "Parameters": [{"Name": "Eta", "Type": "Float", "DefaultValue": 0.1}],
     "PipelineExperimentConfig": {
       "ExperimentName": {"Get": "Execution.PipelineName"},
       "TrialName": {"Get": "Execution.PipelineExecutionId"}},
     "Steps": [%s]}\
    """
        .formatted(String.join(", ", List.of(steps)));
  }

  /** A preparation and a training that reads it, both cached. */
  static String training() {
    return of(processing("Prepare", ""), training("Train"));
  }

  /**
   * A cached Processing step.
   *
   * @param environment members that say what it does
   */
  static String processing(String name, String environment) {
    return """
    {"Name": "%s", "Type": "Processing", "DisplayName": "The step %s", "Description": "It works",
     "Arguments": {
       "AppSpecification": {"ImageUri": "image"},
       "ProcessingResources": {"ClusterConfig": {
         "InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}},
       "Environment": {%s}},
     %s}\
    """
        .formatted(name, name, environment, CACHED);
  }

  static String training(String name) {
    return """
    {"Name": "%s", "Type": "Training", "DependsOn": ["Prepare"],
     "Arguments": {
       "AlgorithmSpecification": {"TrainingImage": "image", "TrainingInputMode": "File"},
       "HyperParameters": {"eta": {"Std:Join": {"On": "", "Values": [{"Get": "Parameters.Eta"}]}}},
       "Environment": {"StartTime": "2026-01-01T00:00:00Z"}},
     %s}\
    """
        .formatted(name, CACHED);
  }

  /** A Callback step that comes after another. */
  static String callback(String name, String after) {
    return """
    {"Name": "%s", "Type": "Callback", "DependsOn": ["%s"],
     "Arguments": {"model": "m"},
     "SqsQueueUrl": "https://queue.example/q",
     "OutputParameters": [{"OutputName": "verdict", "OutputType": "String"}]}\
    """
        .formatted(name, after);
  }
}
