package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.EXECUTION;
import static dev.stepcache.persistence.schema.Tables.EXECUTION_STEP;
import static dev.stepcache.persistence.schema.Tables.PIPELINE;

import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.HistoryRecord.OfExecution;
import dev.stepcache.application.port.HistoryRecord.OfPipeline;
import dev.stepcache.application.port.HistoryRecord.OfRefresh;
import dev.stepcache.application.port.HistoryRecord.OfRun;
import dev.stepcache.application.port.HistoryRecord.OfStep;
import dev.stepcache.application.port.RunHistory.Imported;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.persistence.schema.tables.records.ExecutionRecord;
import dev.stepcache.persistence.schema.tables.records.ExecutionStepRecord;
import dev.stepcache.persistence.schema.tables.records.StepRunRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;

/** What another history exported, being kept here. What is here already stays. */
final class Import {
  private final Session session;
  private final RunRows runRows;
  private final ExecutionRows executionRows;

  /** The pipelines here, by their ids there. */
  private final Map<PipelineId, PipelineId> pipelinesHere = new HashMap<>();

  private final NewRows<StepRunRecord> runs;
  private final NewRows<ExecutionStepRecord> steps;

  /** Most steps are told right behind their execution. */
  private Optional<ExecutionId> lastNamed = Optional.empty();

  private long pipelines;
  private long executions;

  Import(Session session, HotQueries queries, String history) {
    this.session = session;
    this.runRows = new RunRows(history);
    this.executionRows = new ExecutionRows(history);
    this.runs = new NewRows<>(session, queries.of(HotChange.INSERT_RUN), this::keepRun);
    this.steps = new NewRows<>(session, queries.of(HotChange.INSERT_STEP), this::keepStep);
  }

  Imported all(Stream<HistoryRecord> records) {
    records.forEachOrdered(this::keep);
    runs.flush();
    steps.flush();
    return new Imported(pipelines, executions, runs.kept());
  }

  private void keep(HistoryRecord fact) {
    switch (fact) {
      case OfPipeline(Pipeline pipeline) -> pipelinesHere.put(pipeline.id(), here(pipeline));
      case OfRefresh refresh ->
          PipelineTable.refresh(
              session, here(refresh.pipeline()), refresh.step(), refresh.before());
      case OfRun run -> keep(run);
      case OfExecution(Execution execution) -> keep(execution);
      case OfStep step -> keep(step);
    }
  }

  private PipelineId here(Pipeline pipeline) {
    Condition same = PIPELINE.ID.eq(pipeline.id().text());
    if (pipeline.deletedAt().isEmpty()) {
      same = same.or(PIPELINE.LIVE_NAME.eq(pipeline.name().text()));
    }
    return session
        .sql()
        .select(PIPELINE.ID)
        .from(PIPELINE)
        .where(same)
        // The pipeline itself before one that has only its name.
        .orderBy(PIPELINE.ID.eq(pipeline.id().text()).desc())
        .limit(1)
        .fetchOptional(PIPELINE.ID)
        .map(PipelineId::new)
        .orElseGet(() -> begin(pipeline));
  }

  private PipelineId begin(Pipeline pipeline) {
    session.sql().insertInto(PIPELINE).set(PipelineTable.row(pipeline)).execute();
    pipelines++;
    return pipeline.id();
  }

  private PipelineId here(PipelineId there) {
    PipelineId here = pipelinesHere.get(there);
    if (here == null) {
      throw new IllegalArgumentException(
          "a record of pipeline %s, which no record before it names".formatted(there));
    }
    return here;
  }

  private void keep(OfRun fact) {
    StepRun run = fact.run();
    StepRunRecord row = runRows.row(run);
    row.setPipelineId(here(run.scope().pipeline()).text());
    runs.add(row);
    fact.retraction()
        .ifPresent(
            retraction -> RunTable.retract(session, run.id(), retraction.at(), retraction.why()));
  }

  private boolean keepRun(StepRunRecord row) {
    return Inserts.insert(session, row)
        || (runRows.run(row) instanceof StepRun.Ended ended
            && RunTable.keepEnd(session, runRows, ended));
  }

  private void keep(Execution execution) {
    ExecutionRecord row = executionRows.row(execution);
    row.setPipelineId(here(execution.pipeline()).text());
    lastNamed = Optional.of(execution.id());
    boolean isNew =
        Definitions.insert(session, row, execution.definition())
            || (execution.status().isTerminal()
                && (ExecutionTable.keepEnd(session, executionRows, execution)
                    || isLaterRound(row, execution.definition())));
    executions += isNew ? 1 : 0;
  }

  /** Puts a later round in place of an earlier one; answers whether it is one. */
  private boolean isLaterRound(ExecutionRecord row, String definition) {
    row.setOwner(null);
    row.setLeaseUntil(null);
    boolean isLater =
        session
                .sql()
                .update(EXECUTION)
                .set(row)
                .where(EXECUTION.ID.eq(row.getId()))
                .and(EXECUTION.ROUND.lt(row.getRound()))
                .execute()
            == 1;
    if (isLater) {
      Definitions.keep(session, row, definition);
    }
    return isLater;
  }

  private void keep(OfStep fact) {
    if (!isNamed(fact.execution())) {
      throw new IllegalArgumentException(
          "a record of execution %s, which no record before it names".formatted(fact.execution()));
    }
    steps.add(executionRows.row(fact.execution(), fact.step()));
  }

  /** Or is here already, which is as good. */
  private boolean isNamed(ExecutionId execution) {
    return lastNamed.equals(Optional.of(execution))
        || session.sql().fetchExists(EXECUTION, EXECUTION.ID.eq(execution.text()));
  }

  private boolean keepStep(ExecutionStepRecord row) {
    return Inserts.insert(session, row)
        || (!row.getStatus().equals(RunRows.EXECUTING) && isItsEnd(row));
  }

  /** Puts the end of a step in place of what is not its end; answers whether it did. */
  private boolean isItsEnd(ExecutionStepRecord row) {
    return session
            .sql()
            .update(EXECUTION_STEP)
            .set(row)
            .where(EXECUTION_STEP.EXECUTION_ID.eq(row.getExecutionId()))
            .and(EXECUTION_STEP.STEP_NAME.eq(row.getStepName()))
            .and(
                EXECUTION_STEP
                    .STATUS
                    .eq(RunRows.EXECUTING)
                    .or(EXECUTION_STEP.ROUND.lt(row.getRound())))
            .execute()
        == 1;
  }
}
