package dev.stepcache.cli.command;

import dev.stepcache.application.access.Callers;
import dev.stepcache.application.access.JobPurge;
import dev.stepcache.application.access.JobPurge.Outcome;
import dev.stepcache.application.access.StoredAuditLog;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.run.StepRunId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "purge",
    mixinStandardHelpOptions = true,
    description = {
      "Deletes all that is known of a run, its outputs too, for everybody.",
      "What it printed is deleted as far as it is kept on this machine.",
      "That it was purged is kept in the audit log."
    })
public final class PurgeCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(index = "0", paramLabel = "RUN", description = "The run, as history shows it.")
  private String run = "";

  public PurgeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    StepRunId id = Names.run(run);
    try (Session session = options.open(invocation)) {
      Store store = session.store();
      HistoryOptions.stopAbandoned(store.history());
      Callers callers =
          new Callers(
              store.accessBook(), new StoredAuditLog(store.accessBook(), store.history().clock()));
      Outcome outcome =
          new JobPurge(store.history(), session.objects(), session.logs())
              .purge(callers.anybody(), id, "purge");
      switch (outcome) {
        case Outcome.Purged purged -> tell(id, purged);
        case Outcome.Absent absent -> throw CommandFailure.notFound("there is no run " + id);
        case Outcome.GoesOn goesOn ->
            throw CommandFailure.invalid("run %s goes on: complete or stop it first".formatted(id));
        case Outcome.Elsewhere(String place) ->
            throw CommandFailure.invalid(
                "the outputs of run %s lie in another object store, %s: purge it there"
                    .formatted(id, place));
      }
      return ExitCode.DONE;
    }
  }

  private void tell(StepRunId id, Outcome.Purged purged) {
    if (output.isJson()) {
      invocation
          .console()
          .answer(
              new JsonObject()
                  .put("run", id.text())
                  .putTexts("deleted", purged.deleted())
                  .putTexts("changed", purged.changed())
                  .put("log", purged.hadLog()));
      return;
    }
    invocation
        .console()
        .answer(
            "purged run %s: %s deleted%s"
                .formatted(
                    id,
                    Counts.of(purged.deleted().size(), "object"),
                    purged.hadLog() ? ", its log too" : ""));
    purged
        .changed()
        .forEach(
            uri -> invocation.console().note(uri + " is no longer what the run wrote, and stays"));
  }
}
