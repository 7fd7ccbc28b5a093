package dev.stepcache.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.HistoryJson;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.RunHistory.Imported;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Keeps what export wrote elsewhere.",
      "All of it, or with a fault in any line nothing.",
      "What is here already stays as it is, so importing twice is importing once. A pipeline joins"
          + " the one here that has its name."
    })
public final class ImportCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private HistoryOptions options = new HistoryOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "What export wrote; - reads standard input.")
  private String file = "";

  private long line;

  public ImportCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (BufferedReader lines = open();
        Session session = options.open(invocation)) {
      Imported imported = importAll(session, lines);
      HistoryCounts counts =
          new HistoryCounts(imported.pipelines(), imported.executions(), imported.runs());
      if (output.isJson()) {
        invocation.console().answer(counts.document());
      } else {
        invocation.console().answer("imported " + counts);
      }
      return ExitCode.DONE;
    } catch (IOException e) {
      throw CommandFailure.notFound(file + " cannot be read: " + WholeFile.trouble(e));
    }
  }

  private BufferedReader open() throws IOException {
    InputStream bytes =
        file.equals("-") ? invocation.input() : Files.newInputStream(invocation.path(file));
    return new BufferedReader(new InputStreamReader(bytes, UTF_8.newDecoder()));
  }

  private Imported importAll(Session session, BufferedReader lines) throws IOException {
    try (Stream<String> each = lines.lines()) {
      return session.history().importAll(each.map(this::fact));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw refused(line + 1, "it is no UTF-8");
      }
      throw e.getCause();
    } catch (IllegalArgumentException impossible) {
      throw refused(line, String.valueOf(impossible.getMessage()));
    }
  }

  private HistoryRecord fact(String text) {
    line++;
    return HistoryJson.read(text).getOrElseThrow(fault -> refused(line, fault));
  }

  private CommandFailure refused(long at, String fault) {
    return CommandFailure.invalid(
        "%s: line %d: %s; nothing was imported"
            .formatted(file.equals("-") ? "standard input" : file, at, fault));
  }
}
