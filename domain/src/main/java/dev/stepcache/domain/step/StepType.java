package dev.stepcache.domain.step;

/** The type of a step, an open set: a definition may name types that nobody here knows. */
public record StepType(String name) {
  public static final StepType PROCESSING = new StepType("Processing");
  public static final StepType TRAINING = new StepType("Training");
  public static final StepType TUNING = new StepType("Tuning");
  public static final StepType AUTO_ML = new StepType("AutoML");
  public static final StepType TRANSFORM = new StepType("Transform");
  public static final StepType CLARIFY_CHECK = new StepType("ClarifyCheck");
  public static final StepType QUALITY_CHECK = new StepType("QualityCheck");
  public static final StepType EMR = new StepType("EMR");
  public static final StepType EMR_SERVERLESS = new StepType("EMRServerless");
  public static final StepType REGISTER_MODEL = new StepType("RegisterModel");
  public static final StepType MODEL = new StepType("Model");
  public static final StepType CONDITION = new StepType("Condition");
  public static final StepType FAIL = new StepType("Fail");
  public static final StepType LAMBDA = new StepType("Lambda");
  public static final StepType CALLBACK = new StepType("Callback");

  public static final int MAX_LENGTH = 256;

  public StepType {
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a step type of 1 to 256 characters: \"" + name + "\"");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
