package dev.stepcache.persistence.jooq;

import dev.stepcache.domain.run.StepRun;
import dev.stepcache.persistence.schema.tables.records.ExecutionStepRecord;
import dev.stepcache.persistence.schema.tables.records.RetractionRecord;
import dev.stepcache.persistence.schema.tables.records.StepRunRecord;
import java.util.List;
import java.util.Optional;

/** What is recorded while steps run. */
sealed interface RecordedFact {

  /** What tells it from others of its sort. */
  String key();

  record RunStarted(StepRunRecord row) implements RecordedFact {
    @Override
    public String key() {
      return row.getId();
    }
  }

  record RunEnded(StepRun.Ended run, StepRunRecord row, Optional<RetractionRecord> retraction)
      implements RecordedFact {
    @Override
    public String key() {
      return row.getId();
    }
  }

  /** At least one step, all of one execution. */
  record StepsKept(List<ExecutionStepRecord> rows) implements RecordedFact {
    @Override
    public String key() {
      return rows.get(0).getExecutionId() + rows.get(0).getStepName();
    }
  }
}
