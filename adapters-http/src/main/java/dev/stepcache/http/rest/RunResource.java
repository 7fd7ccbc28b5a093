package dev.stepcache.http.rest;

import dev.stepcache.application.UseCases;
import dev.stepcache.application.access.JobPurge;
import dev.stepcache.application.access.JobPurge.Outcome;
import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.RunStatus;
import dev.stepcache.application.json.Secrets;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.application.port.Store;
import dev.stepcache.application.service.RunsElsewhere;
import dev.stepcache.application.service.RunsElsewhere.Completion;
import dev.stepcache.application.service.RunsElsewhere.End;
import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.signature.Signature;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.http.rest.Problem.Kind;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs of steps. */
final class RunResource {
  private static final String NO_REASON = "no reason was given";

  private static final Map<String, RunStatus> ENDS =
      Map.of(
          "Succeeded", RunStatus.SUCCEEDED,
          "Failed", RunStatus.FAILED,
          "Stopped", RunStatus.STOPPED);

  private final RunHistory history;
  private final RunsElsewhere runs;
  private final Secrets secrets;
  private final Known known;
  private final JobPurge purge;

  @Inject
  RunResource(Store store, RunsElsewhere runs, UseCases useCases, Known known, JobPurge purge) {
    this.purge = purge;
    this.history = store.history();
    this.runs = runs;
    this.secrets = useCases.secrets();
    this.known = known;
  }

  List<Route> routes() {
    String one = "/v1/runs/{run}";
    return List.of(
        new Route("listRuns", "GET", "/v1/pipelines/{pipeline}/runs", this::list),
        new Route("describeRun", "GET", one, this::describe),
        new Route("purgeRun", "DELETE", one, this::purge),
        new Route("completeRun", "POST", one + "/completion", this::complete),
        new Route("retractRun", "POST", one + "/retraction", this::retract));
  }

  private Answer list(Asked asked) {
    PipelineName name = asked.pipeline(Permission.SEARCH);
    Query query = asked.query("step", "signature", "limit", "cursor");
    Optional<StepName> step = query.read("step", StepName::new);
    Optional<Signature> signature = query.read("signature", Signature::new);
    String list = "runs of %s, %s, %s".formatted(name, step, signature);
    RunQuery wanted =
        new RunQuery(
            Optional.of(known.pipeline(name).id()),
            step,
            signature,
            query.cursor(list).flatMap(Cursor::started));
    Page<RecordedRun> page =
        Page.of(
            history.runs(wanted),
            query.limit(),
            last -> Cursor.behind(list, last.run().startedAt(), last.run().id().text()));
    asked.look(MetadataSource.SEARCH, name, page.items().stream().map(RunResource::id).toList());
    return Answer.of(page.json("runs", HistoryDocuments::run));
  }

  private static String id(RecordedRun run) {
    return run.run().id().text();
  }

  private Answer describe(Asked asked) {
    RecordedRun run = known.run(asked, Permission.DESCRIBE_JOB);
    asked.query();
    asked.look(MetadataSource.JOB_DESCRIPTIONS, run.pipeline(), List.of(id(run)));
    JsonObject document = document(run);
    return Answer.of(
        switch (run.run()) {
          case StepRun.Executing executing -> document;
          case StepRun.Succeeded succeeded ->
              document.put("outputs", secrets.shown(succeeded.outputs().job()));
          case StepRun.Failed failed -> document.put("reason", failed.reason());
          case StepRun.Stopped stopped -> document.put("reason", stopped.reason());
        });
  }

  private static JsonObject document(RecordedRun run) {
    return HistoryDocuments.run(run).putText("retracted", run.retracted());
  }

  private Answer purge(Asked asked) {
    RecordedRun run = known.run(asked, Permission.PURGE);
    asked.query();
    Outcome outcome = purge.purge(asked.caller(), run.run().id(), asked.operation());
    return switch (outcome) {
      case Outcome.Purged purged -> Answer.of(document(purged));
      case Outcome.Absent absent -> throw Refused.notFound("there is no run " + id(run));
      case Outcome.GoesOn goesOn ->
          throw new Refused(
              Kind.CONFLICT, "run %s goes on: complete or stop it first".formatted(id(run)));
      case Outcome.Elsewhere(String place) ->
          throw new Refused(
              Kind.CONFLICT,
              "the outputs of run %s lie in another object store, %s: purge it there"
                  .formatted(id(run), place));
    };
  }

  private static JsonObject document(Outcome.Purged purged) {
    return new JsonObject()
        .put("run", id(purged.run()))
        .putTexts("deleted", purged.deleted())
        .putTexts("changed", purged.changed())
        .put("log", purged.hadLog());
  }

  private Answer complete(Asked asked) {
    RecordedRun run = known.run(asked, Permission.RECORD);
    asked.query();
    End end = end(asked.body());
    Completion completion = runs.complete(run.run(), end);
    return switch (completion) {
      case COMPLETED -> Answer.of(document(history.findRun(run.run().id()).orElse(run)));
      case ENDED_BEFORE ->
          throw new Refused(
              Kind.CONFLICT, "run %s has ended already, and otherwise".formatted(id(run)));
      case BEFORE_ITS_START -> {
        String detail =
            "run %s started at %s, and cannot have ended before that"
                .formatted(id(run), JsonObject.instant(run.run().startedAt()));
        throw new Refused(
            new Problem(Kind.INVALID, detail, List.of(new Fault("/completedAt", detail))));
      }
    };
  }

  private static End end(Body body) {
    body.needed("status");
    Optional<RunStatus> status = body.choice("status", ENDS);
    End end =
        new End(
            status.orElse(RunStatus.FAILED),
            body.value("outputs"),
            body.text("reason"),
            body.instant("completedAt"));
    if (end.status() == RunStatus.SUCCEEDED && end.reason().isPresent()) {
      body.fault("reason", "a run that has succeeded needs no reason");
    }
    if (status.isPresent() && end.status() != RunStatus.SUCCEEDED && end.job().isPresent()) {
      body.fault("outputs", "only a run that has succeeded hands on outputs");
    }
    body.check();
    return end;
  }

  private Answer retract(Asked asked) {
    RecordedRun run = known.run(asked, Permission.MANAGE_PIPELINE);
    asked.query();
    Body body = asked.bodyIfAny();
    String why = body.text("why").orElse(NO_REASON);
    body.check();
    StepRunId id = run.run().id();
    history.retract(id, history.clock().instant(), why);
    return Answer.of(HistoryDocuments.retraction(id, history.consumers(id)));
  }
}
