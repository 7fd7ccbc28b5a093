package dev.stepcache.domain.pipeline;

import java.util.Arrays;
import java.util.Optional;

/** What an execution says of itself in {@code Execution.<name>}. */
public enum ExecutionVariable {
  PIPELINE_NAME("PipelineName", false),
  PIPELINE_ARN("PipelineArn", false),
  PIPELINE_EXECUTION_ID("PipelineExecutionId", true),
  PIPELINE_EXECUTION_ARN("PipelineExecutionArn", true),
  START_DATE_TIME("StartDateTime", true),
  CURRENT_DATE_TIME("CurrentDateTime", true),
  TRAINING_JOB_NAME("TrainingJobName", true),
  PROCESSING_JOB_NAME("ProcessingJobName", true);

  private final String spelling;
  private final boolean differsEveryRun;

  ExecutionVariable(String spelling, boolean differsEveryRun) {
    this.spelling = spelling;
    this.differsEveryRun = differsEveryRun;
  }

  public String spelling() {
    return spelling;
  }

  /** Whether a key attribute that holds it can never hit. */
  public boolean differsEveryRun() {
    return differsEveryRun;
  }

  static Optional<ExecutionVariable> named(String spelling) {
    return Arrays.stream(values())
        .filter(variable -> variable.spelling.equals(spelling))
        .findFirst();
  }
}
