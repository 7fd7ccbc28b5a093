package dev.stepcache.http.sagemaker;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a text of a request has to be like (SAGEMAKER.md, f.2). */
record TextRule(int min, int max, Optional<Pattern> pattern) {
  private static final String NAME = "[a-zA-Z0-9](-*[a-zA-Z0-9])";
  private static final String PIPELINE =
      "arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:([0-9]{12}|aws):pipeline/.*";

  static final TextRule PIPELINE_NAME = of(1, 256, NAME + "{0,255}");
  static final TextRule PIPELINE_NAME_OR_ARN = of(1, 2048, "(" + PIPELINE + ")?(.*)");
  static final TextRule PIPELINE_ARN = of(0, 2048, PIPELINE);
  static final TextRule EXECUTION_ARN =
      of(
          0,
          2048,
          "arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:[0-9]{12}:pipeline\\/.*\\/execution\\/.*");
  static final TextRule RESOURCE_ARN =
      of(0, 2048, "arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:.+");
  static final TextRule ROLE_ARN =
      of(20, 2048, "arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
  static final TextRule DISPLAY_NAME = of(1, 82, NAME + "{0,81}");
  static final TextRule DESCRIPTION = of(0, 3072);
  static final TextRule DEFINITION = of(1, 1_048_576);
  static final TextRule BUCKET = of(3, 63, "[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9]");
  static final TextRule OBJECT = of(1, 1024);
  static final TextRule TOKEN = of(32, 128);
  static final TextRule NEXT_TOKEN = of(0, 8192);
  static final TextRule TAG_KEY = of(1, 128, "([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)");
  static final TextRule TAG_VALUE = of(0, 256, "([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)");
  static final TextRule PARAMETER_NAME = of(1, 256, "[A-Za-z0-9\\-_]*");
  static final TextRule STEP_NAME = of(1, 256);
  static final TextRule OUTPUT_NAME = of(0, 256);
  static final TextRule PARAMETER_VALUE = of(0, 1024);
  static final TextRule CALLBACK_TOKEN = of(10, 10, "[a-zA-Z0-9]+");
  static final TextRule FAILURE_REASON = of(0, 256);

  /** Longer than SageMaker's own, as a step's name is part of its job's. */
  static final TextRule JOB_NAME = of(1, 256);

  private static TextRule of(int min, int max) {
    return new TextRule(min, max, Optional.empty());
  }

  private static TextRule of(int min, int max, String pattern) {
    return new TextRule(min, max, Optional.of(Pattern.compile(pattern)));
  }

  /** What is wrong with a text; a pattern is not tried on one that is too long for it. */
  Optional<String> fault(String text) {
    int length = text.codePointCount(0, text.length());
    if (length < min) {
      return Optional.of("Member must have length greater than or equal to " + min);
    }
    if (length > max) {
      return Optional.of("Member must have length less than or equal to " + max);
    }
    return pattern
        .filter(expected -> !expected.matcher(text).matches())
        .map(expected -> "Member must satisfy regular expression pattern: " + expected);
  }
}
