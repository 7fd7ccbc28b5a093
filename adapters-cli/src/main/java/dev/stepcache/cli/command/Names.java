package dev.stepcache.cli.command;

import dev.stepcache.domain.access.PipelinePattern;
import dev.stepcache.domain.access.PrincipalName;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.util.function.Function;

/** Names as users write them; one that cannot be a name is a fault of usage. */
final class Names {
  private Names() {}

  static PipelineName pipeline(String text) {
    return read(text, PipelineName::new);
  }

  static StepName step(String text) {
    return read(text, StepName::new);
  }

  static ExecutionId execution(String text) {
    return read(text, ExecutionId::new);
  }

  static StepRunId run(String text) {
    return read(text, StepRunId::new);
  }

  static PrincipalName principal(String text) {
    return read(text, PrincipalName::new);
  }

  static PipelinePattern pattern(String text) {
    return read(text, PipelinePattern::new);
  }

  private static <T> T read(String text, Function<String, T> reading) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("\"" + text + "\" is not " + e.getMessage());
    }
  }
}
