package dev.stepcache.cli.command;

import dev.stepcache.application.json.AccessDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.AccessBook.AuditEntry;
import dev.stepcache.cli.output.Table.Cell;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Shows who saw or purged what of cached jobs, latest first.")
public final class AuditCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Listing listing = new Listing();

  public AuditCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    listing.check();
    try (Session session = options.open(invocation);
        Stream<AuditEntry> entries = session.store().accessBook().audit()) {
      if (output.isJson()) {
        invocation
            .console()
            .answer(
                new JsonObject()
                    .put("entries", listing.documents(entries.map(AccessDocuments::entry))));
      } else {
        listing.show(
            invocation.console(),
            List.of("AT", "PRINCIPAL", "PERMISSION", "PIPELINE", "SUBJECT", "OPERATION"),
            entries,
            entry ->
                Stream.of(
                        JsonObject.instant(entry.at()),
                        entry.principal().text(),
                        entry.permission().spelling(),
                        entry.pipeline(),
                        entry.subject(),
                        entry.operation())
                    .map(Cell::plain)
                    .toList());
      }
      return ExitCode.DONE;
    }
  }
}
