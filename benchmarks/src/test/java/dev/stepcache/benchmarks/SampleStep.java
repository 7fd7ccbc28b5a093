package dev.stepcache.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.step.Step;

/** Training steps as SageMaker's SDK writes them. */
final class SampleStep {
  private SampleStep() {}

  /**
   * A step of about so many bytes, in which nearly everything counts.
   *
   * @param variant what tells it from others of its name
   */
  static String json(String name, String variant, int bytes) {
    StringBuilder hyperparameters = new StringBuilder();
    StringBuilder rules = new StringBuilder();
    for (int i = 0; hyperparameters.length() + rules.length() < bytes - 900; i++) {
      hyperparameters.append(", \"parameter-%d\": \"%.4f\"".formatted(i, 1.0 / (i + 3)));
      rules.append(
          """
          %s{"RuleConfigurationName": "rule-%d", "VolumeSizeInGB": %d, "RuleParameters": {"threshold": "0.%d"}}\
          """
              .formatted(i == 0 ? "" : ", ", i, 30 + i, i));
    }
    return """
    {"Name": "%s", "Type": "Training",
     "Arguments": {
      "AlgorithmSpecification": {
       "TrainingImage": "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1",
       "TrainingInputMode": "File"},
      "RoleArn": "arn:aws:iam::000000000000:role/sagemaker",
      "OutputDataConfig": {"S3OutputPath": "s3://bucket/models"},
      "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 30},
      "InputDataConfig": [
       {"ChannelName": "train", "ContentType": "text/csv", "DataSource": {"S3DataSource": {
         "S3DataType": "S3Prefix", "S3Uri": "s3://bucket/train", "S3DataDistributionType": "FullyReplicated"}}},
       {"ChannelName": "validation", "ContentType": "text/csv", "DataSource": {"S3DataSource": {
         "S3DataType": "S3Prefix", "S3Uri": "s3://bucket/validation", "S3DataDistributionType": "FullyReplicated"}}}],
      "HyperParameters": {"variant": "%s"%s},
      "DebugRuleConfigurations": [%s]},
     "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}}
    """
        .formatted(name, variant, hyperparameters, rules);
  }

  static Step read(byte[] json) {
    AttributeValue value =
        JsonReader.read(json).getOrElseThrow(fault -> new IllegalStateException(fault.toString()));
    return DefinedStep.readResolved(value)
        .toEither()
        .getOrElseThrow(faults -> new IllegalStateException(faults.toString()));
  }

  static Step read(String json) {
    return read(json.getBytes(UTF_8));
  }
}
