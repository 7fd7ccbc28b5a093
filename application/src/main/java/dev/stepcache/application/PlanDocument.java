package dev.stepcache.application;

import dev.stepcache.application.Planner.PlannedStep;
import dev.stepcache.application.json.DecisionDocument;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.domain.step.PipelineName;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;

/** What an execution would decide, as it is shown to users (SPEC 7). */
public final class PlanDocument {
  private PlanDocument() {}

  /** The document of a plan; the left side says why the execution would fail. */
  public static Either<String, JsonObject> of(
      PipelineName pipeline, List<PlannedStep> planned, DecisionDocument documents) {
    List<JsonObject> steps = new ArrayList<>();
    for (PlannedStep step : planned) {
      Either<String, JsonObject> decision = decision(pipeline, step, documents);
      if (decision.isLeft()) {
        return decision;
      }
      steps.add(
          new JsonObject()
              .put("name", step.name().text())
              .put("type", step.type().name())
              .put("decision", decision.get()));
    }
    return Either.right(new JsonObject().put("pipeline", pipeline.text()).put("steps", steps));
  }

  private static Either<String, JsonObject> decision(
      PipelineName pipeline, PlannedStep step, DecisionDocument documents) {
    return switch (step) {
      case PlannedStep.Decided decided -> Either.right(documents.of(decided.decision()));
      case PlannedStep.Unknown unknown ->
          Either.right(
              documents.unknown(pipeline, unknown.name(), unknown.type(), unknown.dependsOn()));
      case PlannedStep.Impossible impossible -> Either.left(impossible.reason());
    };
  }
}
