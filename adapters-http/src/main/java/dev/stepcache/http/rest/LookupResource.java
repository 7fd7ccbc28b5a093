package dev.stepcache.http.rest;

import dev.stepcache.application.UseCases;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.ProblemsDocument;
import dev.stepcache.application.service.RunsElsewhere;
import dev.stepcache.application.service.RunsElsewhere.Begun;
import dev.stepcache.application.service.RunsElsewhere.Twin;
import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.Step;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides for single steps that others run. */
final class LookupResource {
  private static final Map<String, Twin> TWINS =
      Map.of("beside", Twin.RUN_BESIDE, "answer", Twin.ANSWER);

  private final UseCases useCases;
  private final RunsElsewhere runs;
  private final Steps steps;
  private final Known known;

  @Inject
  LookupResource(UseCases useCases, RunsElsewhere runs, Steps steps, Known known) {
    this.useCases = useCases;
    this.runs = runs;
    this.steps = steps;
    this.known = known;
  }

  List<Route> routes() {
    String pipeline = "/v1/pipelines/{pipeline}";
    return List.of(
        new Route("lookUp", "POST", pipeline + "/lookups", this::lookUp),
        new Route("beginRun", "POST", pipeline + "/runs", this::begin),
        new Route("sign", "POST", "/v1/signature", this::sign),
        new Route("check", "POST", "/v1/check", this::check));
  }

  private Answer lookUp(Asked asked) {
    PipelineName pipeline = asked.pipeline(Permission.RUN_PIPELINE);
    asked.query();
    Step step = steps.read(asked.body());
    CacheDecision decision = runs.lookUp(pipeline, step);
    look(asked, decision);
    return Answer.of(useCases.documents().of(decision));
  }

  private Answer begin(Asked asked) {
    PipelineName pipeline = asked.pipeline(Permission.RUN_PIPELINE, Permission.RECORD);
    asked.query();
    Body body = asked.body();
    Optional<ExecutionId> execution = body.text("execution", ExecutionId::new);
    execution
        .filter(id -> isOfAnother(id, pipeline))
        .ifPresent(id -> body.fault("execution", "an execution of this pipeline was expected"));
    Twin twin = body.choice("twin", TWINS).orElse(Twin.RUN_BESIDE);
    Step step = steps.read(body);
    Begun begun = runs.begin(pipeline, step, execution, twin);
    look(asked, begun.decision());
    JsonObject decision = useCases.documents().withoutOutputs(begun.decision());
    return answer(begun, new JsonObject().put("decision", decision));
  }

  /** A run that joins an execution opens what that has printed: not that of another pipeline. */
  private boolean isOfAnother(ExecutionId id, PipelineName pipeline) {
    return known.find(id).filter(found -> !found.pipeline().equals(pipeline)).isPresent();
  }

  private static Answer answer(Begun begun, JsonObject document) {
    if (begun.isTwin()) {
      return Answer.of(document.putText("twin", begun.run().map(StepRunId::text)));
    }
    return begun
        .run()
        .map(run ->
            Answer.of(201, document.put("run", run.text()))
                .with("Location", "/v1/runs/" + Segments.encode(run.text())))
        .orElseGet(() -> Answer.of(withOutputs(begun.decision(), document)));
  }

  /** A hit hands on the outputs as they are: they take the place of those of a run. */
  private static JsonObject withOutputs(CacheDecision decision, JsonObject document) {
    return switch (decision.outcome()) {
      case Outcome.Hit(StepRun.Succeeded source, Duration age) ->
          document.put("outputs", source.outputs().job());
      case Outcome.Miss miss -> document;
      case Outcome.Bypass bypass -> document;
    };
  }

  private static void look(Asked asked, CacheDecision decision) {
    asked.look(MetadataSource.CACHED_STEPS, decision.pipeline(), Sources.of(decision));
  }

  private Answer sign(Asked asked) {
    asked.query();
    Step step = steps.read(asked.body());
    KeyDocument key =
        useCases
            .keys()
            .of(step)
            .orElseThrow(() ->
                new Refused(
                    Problem.Kind.INVALID,
                    "a step of type %s always runs: it has no signature".formatted(step.type())));
    return Answer.of(
        new JsonObject().put("signature", key.signature().hex()).put("keyDocument", key.tree()));
  }

  private Answer check(Asked asked) {
    asked.query();
    return Answer.of(ProblemsDocument.of(asked.json(), useCases.cacheable()).json());
  }
}
