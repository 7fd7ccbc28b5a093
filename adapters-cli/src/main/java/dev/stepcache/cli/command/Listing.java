package dev.stepcache.cli.command;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.cli.output.Console;
import dev.stepcache.cli.output.Table;
import dev.stepcache.cli.output.Table.Cell;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long lists are told: all of them as JSON, the newest as text, or as many as asked for. */
public final class Listing {
  private static final long MOST_AS_TEXT = 50;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many, the newest. Default: 50 as text, all as JSON.")
  private @Nullable Long limit;

  void check() {
    if (limit != null && limit < 1) {
      throw CommandFailure.usage("--limit is at least 1, not " + limit);
    }
  }

  List<JsonObject> documents(Stream<JsonObject> all) {
    OptionalLong most = limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    return (most.isPresent() ? all.limit(most.getAsLong()) : all).toList();
  }

  /** Shows rows below their headings, and says when there are more or none. */
  <T> void show(
      Console console, List<String> headings, Stream<T> all, Function<T, List<Cell>> row) {
    long most = limit == null ? MOST_AS_TEXT : limit;
    Table table = new Table();
    table.row(
        headings.stream()
            .map(heading -> new Cell(heading, console.style()::faint))
            .toArray(Cell[]::new));
    Iterator<T> rows = all.iterator();
    long shown = 0;
    while (shown < most && rows.hasNext()) {
      table.row(row.apply(rows.next()).toArray(Cell[]::new));
      shown++;
    }
    if (shown == 0) {
      console.note("there are none");
      return;
    }
    table.lines().forEach(console::answer);
    if (rows.hasNext()) {
      console.note("these are the newest %d; --limit N shows more".formatted(shown));
    }
  }
}
