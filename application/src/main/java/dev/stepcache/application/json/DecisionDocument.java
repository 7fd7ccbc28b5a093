package dev.stepcache.application.json;

import dev.stepcache.domain.cache.BypassReason;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.MissReason;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.signature.ChangedAttribute;
import dev.stepcache.domain.signature.Signature;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;

/** The one JSON shape of a decision (SPEC 6). */
public final class DecisionDocument {
  private final Secrets secrets;

  public DecisionDocument(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The document of a decision, with the outputs of a source. */
  public JsonObject of(CacheDecision decision) {
    return of(decision, true);
  }

  /** The document of a decision as it is kept beside a run, which has the outputs. */
  public JsonObject withoutOutputs(CacheDecision decision) {
    return of(decision, false);
  }

  /** The document of a step that cannot be decided before others have run. */
  public JsonObject unknown(
      PipelineName pipeline, StepName step, StepType type, SortedSet<StepName> dependsOn) {
    List<String> names = dependsOn.stream().map(StepName::text).toList();
    return new JsonObject()
        .put("pipeline", pipeline.text())
        .put("step", step.text())
        .put("type", type.name())
        .put("outcome", "UNKNOWN")
        .putTexts("dependsOn", names)
        .put("message", "known once " + String.join(", ", names) + " has run");
  }

  private JsonObject of(CacheDecision decision, boolean outputs) {
    JsonObject document =
        new JsonObject()
            .put("pipeline", decision.pipeline().text())
            .put("step", decision.step().name().text())
            .put("type", decision.step().type().name())
            .put("outcome", outcome(decision.outcome()))
            .put("reason", reason(decision.outcome()))
            .putText("signature", decision.signature().map(Signature::hex))
            .put("decidedAt", decision.decidedAt())
            .putText("expireAfter", decision.expireAfter().map(ExpireAfter::toString))
            .put("message", message(decision));
    switch (decision.outcome()) {
      case Outcome.Hit hit -> document.put("source", source(hit, outputs));
      case Outcome.Miss(MissReason.Expired expired) ->
          document.put("expiredBy", expired.expiredBy());
      case Outcome.Miss(MissReason.AttributesChanged changed) ->
          document.put("nearest", nearest(changed));
      case Outcome.Miss miss -> {}
      case Outcome.Bypass bypass -> {}
    }
    return document;
  }

  /** The word for an outcome. */
  public static String outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Hit hit -> "HIT";
      case Outcome.Miss miss -> "MISS";
      case Outcome.Bypass bypass -> "BYPASS";
    };
  }

  /** The word for why it came to that. */
  public static String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Hit hit -> "REUSED";
      case Outcome.Miss(MissReason reason) -> reason.code();
      case Outcome.Bypass(BypassReason reason) -> reason.name();
    };
  }

  private JsonObject source(Outcome.Hit hit, boolean outputs) {
    StepRun.Succeeded run = hit.source();
    JsonObject source =
        new JsonObject()
            .put("run", run.id().text())
            .putText("execution", run.execution().map(ExecutionId::text))
            .put("startedAt", run.startedAt())
            .put("completedAt", run.completedAt())
            .put("age", hit.age());
    return outputs ? source.put("outputs", secrets.shown(run.outputs().job())) : source;
  }

  private JsonObject nearest(MissReason.AttributesChanged changed) {
    return new JsonObject()
        .put("run", changed.nearest().id().text())
        .putText("execution", changed.nearest().execution().map(ExecutionId::text))
        .put("completedAt", changed.nearest().completedAt())
        .put("changed", changed.changed().stream().map(this::change).toList());
  }

  private JsonObject change(ChangedAttribute change) {
    return new JsonObject()
        .put("path", change.path().pointer())
        .putValue("before", change.before().map(value -> secrets.shown(change.path(), value)))
        .putValue("after", change.after().map(value -> secrets.shown(change.path(), value)));
  }

  /** The sentence for why. */
  public static String message(CacheDecision decision) {
    return switch (decision.outcome()) {
      case Outcome.Hit(StepRun.Succeeded source, Duration age) ->
          "reuses run " + source.id() + ", completed " + Durations.spoken(age) + " ago";
      case Outcome.Bypass(BypassReason reason) -> bypass(reason, decision);
      case Outcome.Miss(MissReason reason) -> miss(reason);
    };
  }

  private static String bypass(BypassReason reason, CacheDecision decision) {
    return switch (reason) {
      case CACHING_DISABLED -> "caching is not enabled for this step";
      case STEP_TYPE_NOT_CACHEABLE ->
          "steps of type %s always run".formatted(decision.step().type());
      case HISTORY_UNAVAILABLE -> "the run history cannot be reached, so the step runs";
    };
  }

  private static String miss(MissReason reason) {
    return switch (reason) {
      case MissReason.RefreshRequested r -> "a refresh was asked for";
      case MissReason.OutputsMissing missing -> outputsMissing(missing);
      case MissReason.InProgress(StepRun run) ->
          "run %s with the same attributes is still in progress".formatted(run.id());
      case MissReason.Expired(StepRun.Succeeded run, Duration by) ->
          "run %s expired %s ago".formatted(run.id(), Durations.spoken(by));
      case MissReason.Retracted(StepRun.Succeeded run, String why) ->
          "run %s was retracted: %s".formatted(run.id(), why);
      case MissReason.NotSucceeded(StepRun run) ->
          "run %s with the same attributes did not succeed".formatted(run.id());
      case MissReason.AttributesChanged changed -> attributesChanged(changed);
      case MissReason.NoPreviousRun r -> "this step has never succeeded in this pipeline";
    };
  }

  private static String outputsMissing(MissReason.OutputsMissing reason) {
    String latest = "run %s would do, but %s".formatted(reason.run().id(), reason.what());
    return reason.all()
        ? latest
        : "%s; no further run was looked at after %d".formatted(latest, reason.lookedAt());
  }

  private static String attributesChanged(MissReason.AttributesChanged reason) {
    String what =
        reason.changed().size() == 1
            ? reason.changed().get(0).path().pointer()
            : reason.changed().size() + " attributes";
    return "%s changed since run %s".formatted(what, reason.nearest().id());
  }
}
