package dev.stepcache.cli.command;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.HistoryRecord;

/** How much of a history was moved. */
record HistoryCounts(long pipelines, long executions, long runs) {
  static final HistoryCounts NONE = new HistoryCounts(0, 0, 0);

  HistoryCounts and(HistoryRecord fact) {
    return switch (fact) {
      case HistoryRecord.OfPipeline p -> new HistoryCounts(pipelines + 1, executions, runs);
      case HistoryRecord.OfExecution e -> new HistoryCounts(pipelines, executions + 1, runs);
      case HistoryRecord.OfRun r -> new HistoryCounts(pipelines, executions, runs + 1);
      case HistoryRecord.OfRefresh r -> this;
      case HistoryRecord.OfStep s -> this;
    };
  }

  JsonObject document() {
    return new JsonObject()
        .put("pipelines", pipelines)
        .put("executions", executions)
        .put("runs", runs);
  }

  @Override
  public String toString() {
    return "%s, %s and %s"
        .formatted(
            Counts.of(pipelines, "pipeline"),
            Counts.of(executions, "execution"),
            Counts.of(runs, "run"));
  }
}
