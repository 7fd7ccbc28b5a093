package dev.stepcache.http.page;

import dev.stepcache.domain.step.PipelineName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the first page shows.
 *
 * @param goingOn executions that have not ended, of these pipelines
 * @param isFirst whether there are no pipelines before
 * @param isLast whether there are no pipelines behind
 */
record OverviewView(
    List<PipelineLine> pipelines, List<ExecutionLine> goingOn, boolean isFirst, boolean isLast) {
  OverviewView {
    pipelines = List.copyOf(pipelines);
    goingOn = List.copyOf(goingOn);
  }

  /**
   * A pipeline in the list.
   *
   * @param totals empty where the caller may not see them
   */
  record PipelineLine(PipelineName name, Optional<ExecutionLine> latest, Optional<Totals> totals) {}

  /** What reuse came to. */
  record Totals(long hits, long runs, Duration saved) {}
}
