package dev.stepcache.http.sagemaker;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.Execution;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.PipelineName;
import java.util.Optional;

/** The texts that a definition gives an execution to show, as far as they are known beforehand. */
record Given(PipelineName pipeline, Execution execution, ObjectValue parameters) {
  private static final String PARAMETER = "Parameters.";

  static Given of(PipelineName pipeline, Execution execution) {
    return new Given(
        pipeline,
        execution,
        JsonReader.readOwn(execution.parameters()).asObject().orElse(ObjectValue.EMPTY));
  }

  /** The text of a member: its own, that of a parameter, or the name of what is executed. */
  Optional<String> text(ObjectValue within, String member) {
    return within
        .member(member)
        .flatMap(value ->
            value
                .asText()
                .or(() ->
                    value
                        .asObject()
                        .flatMap(expression -> expression.textMember("Get"))
                        .flatMap(this::referenced)));
  }

  private Optional<String> referenced(String reference) {
    return switch (reference) {
      case "Execution.PipelineName" -> Optional.of(pipeline.text());
      case "Execution.PipelineExecutionId" -> Optional.of(execution.id().text());
      default ->
          reference.startsWith(PARAMETER)
              ? parameters.member(reference.substring(PARAMETER.length())).map(Answers::text)
              : Optional.empty();
    };
  }
}
