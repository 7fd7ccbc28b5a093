package dev.stepcache.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.HistoryJson;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.cli.output.Console;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the whole history to a file, for import elsewhere.",
      "Each line is a JSON document.",
      "Nothing is hidden in it: it holds what the steps hold, secrets included."
    })
public final class ExportCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The file, replaced when all is written; - writes standard output.")
  private String file = "";

  private HistoryCounts written = HistoryCounts.NONE;

  public ExportCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Console console = invocation.console();
    boolean toStandardOutput = file.equals("-");
    try (Session session = options.open(invocation);
        Stream<HistoryRecord> facts = session.history().export()) {
      if (toStandardOutput) {
        OutputStream out = new BufferedOutputStream(console.out());
        write(facts, out);
        out.flush();
        if (console.out().checkError()) {
          throw new IOException("it was closed");
        }
      } else {
        WholeFile.write(invocation.path(file), out -> write(facts, out));
      }
    } catch (IOException e) {
      throw CommandFailure.notFound(
          "%s cannot be written: %s"
              .formatted(toStandardOutput ? "standard output" : file, WholeFile.trouble(e)));
    }
    if (toStandardOutput) {
      console.note("exported " + written);
    } else if (output.isJson()) {
      console.answer(written.document());
    } else {
      console.answer("exported " + written);
    }
    return ExitCode.DONE;
  }

  private void write(Stream<HistoryRecord> facts, OutputStream out) throws IOException {
    Iterator<HistoryRecord> each = facts.iterator();
    while (each.hasNext()) {
      HistoryRecord fact = each.next();
      out.write(HistoryJson.write(fact).getBytes(UTF_8));
      out.write('\n');
      written = written.and(fact);
    }
  }
}
