package dev.stepcache.http.page;

import dev.stepcache.application.access.Caller;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.DayOfDecisions;
import dev.stepcache.application.port.RunHistory.ExecutionQuery;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistory.Place;
import dev.stepcache.application.port.RunHistory.Savings;
import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.http.page.OverviewView.PipelineLine;
import dev.stepcache.http.page.OverviewView.Totals;
import dev.stepcache.http.page.PipelineView.Counts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what pages show of pipelines, as far as a caller may see it (H3). */
final class PipelineReading {
  static final int EXECUTIONS_ON_A_PAGE = 50;
  static final int PIPELINES_ON_A_PAGE = 25;

  /** Of each pipeline, so many executions are looked at for those that go on. */
  static final int LATEST = 10;

  private final RunHistory history;

  PipelineReading(RunHistory history) {
    this.history = history;
  }

  /**
   * The page of pipelines behind a name, counted over so many days.
   *
   * @param after empty for the first page
   */
  OverviewView overview(Caller caller, String after, int days) {
    List<Pipeline> known =
        history.pipelines().stream().filter(each -> caller.mayKnow(each.name())).toList();
    List<Pipeline> behind =
        known.stream()
            .filter(each -> each.name().text().compareTo(after) > 0)
            .sorted((one, other) -> one.name().text().compareTo(other.name().text()))
            .toList();
    List<PipelineLine> lines = new ArrayList<>();
    List<ExecutionLine> goingOn = new ArrayList<>();
    for (Pipeline pipeline : behind.stream().limit(PIPELINES_ON_A_PAGE).toList()) {
      List<ExecutionLine> latest = executions(pipeline, Optional.empty(), LATEST);
      latest.stream().filter(ExecutionLine::goesOn).forEach(goingOn::add);
      lines.add(
          new PipelineLine(
              pipeline.name(), latest.stream().findFirst(), totals(caller, pipeline, days)));
    }
    return new OverviewView(
        lines, goingOn, behind.size() == known.size(), lines.size() == behind.size());
  }

  private List<ExecutionLine> executions(Pipeline pipeline, Optional<Place> after, int limit) {
    ExecutionQuery all = ExecutionQuery.of(Optional.of(pipeline.id()));
    ExecutionQuery query =
        new ExecutionQuery(all.pipeline(), all.from(), all.before(), all.order(), after);
    try (Stream<ExecutionLine> executions =
        history.executions(query).map(execution -> ExecutionLine.of(pipeline.name(), execution))) {
      return executions.limit(limit).toList();
    }
  }

  private Optional<Totals> totals(Caller caller, Pipeline pipeline, int days) {
    return counts(caller, pipeline, days)
        .map(counts -> new Totals(counts.hits(), counts.runs(), counts.saved()));
  }

  Optional<PipelineView> pipeline(
      Caller caller, PipelineName name, Optional<Place> after, int days) {
    return caller.mayKnow(name)
        ? history.findPipeline(name).map(found -> view(caller, found, after, days))
        : Optional.empty();
  }

  private PipelineView view(Caller caller, Pipeline pipeline, Optional<Place> after, int days) {
    List<ExecutionLine> found = executions(pipeline, after, EXECUTIONS_ON_A_PAGE + 1);
    List<ExecutionLine> shown = found.stream().limit(EXECUTIONS_ON_A_PAGE).toList();
    Optional<Place> next =
        found.size() > shown.size()
            ? Optional.of(shown.get(shown.size() - 1))
                .map(last -> new Place(last.startedAt(), last.id().text()))
            : Optional.empty();
    return new PipelineView(
        pipeline.name(), shown, after.isEmpty(), next, counts(caller, pipeline, days));
  }

  private Optional<Counts> counts(Caller caller, Pipeline pipeline, int days) {
    if (!caller.may(MetadataSource.METRICS.needed(), pipeline.name())) {
      return Optional.empty();
    }
    Optional<PipelineId> of = Optional.of(pipeline.id());
    LocalDate today = LocalDate.ofInstant(history.clock().instant(), ZoneOffset.UTC);
    LocalDate first = today.minusDays(days - 1L);
    Instant since = first.atStartOfDay(ZoneOffset.UTC).toInstant();
    List<Savings> steps = history.savings(of, since);
    Map<LocalDate, DayOfDecisions> kept =
        history.days(of, since).stream()
            .collect(Collectors.toMap(DayOfDecisions::day, Function.identity()));
    List<DayOfDecisions> all =
        first
            .datesUntil(today.plusDays(1))
            .map(day -> kept.getOrDefault(day, new DayOfDecisions(day, 0, Duration.ZERO, 0)))
            .toList();
    return Optional.of(new Counts(all, steps));
  }
}
