package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static java.util.Collections.nCopies;
import static java.util.Comparator.comparing;

import dev.stepcache.application.GroupCommit;
import dev.stepcache.persistence.jooq.RecordedFact.RunEnded;
import dev.stepcache.persistence.jooq.RecordedFact.RunStarted;
import dev.stepcache.persistence.jooq.RecordedFact.StepsKept;
import dev.stepcache.persistence.schema.tables.records.ExecutionStepRecord;
import dev.stepcache.persistence.schema.tables.records.StepRunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Records facts, those that come at once in one transaction and a few round trips. A group goes by
 * what is nearly always so: that none of its runs has been kept in this state before. Where that is
 * wrong a row is there already, and each fact is kept alone.
 */
final class Recording {
  private static final int MOST_AT_ONCE = 256;

  private final Database database;
  private final HotQueries queries;
  private final RunRows rows;
  private final GroupCommit<RecordedFact, Boolean> commit =
      new GroupCommit<>(MOST_AT_ONCE, this::write);

  Recording(Database database, HotQueries queries, RunRows rows) {
    this.database = database;
    this.queries = queries;
    this.rows = rows;
  }

  /** Returns when the fact is durable; answers whether it is kept now, or was before. */
  boolean keep(RecordedFact fact) {
    return commit.write(fact);
  }

  private List<Boolean> write(List<RecordedFact> facts) {
    if (facts.size() == 1) {
      boolean isKept = database.write(session -> keepAlone(session, facts.get(0)));
      return List.of(isKept);
    }
    // All writers in one order, so that none waits for another that waits for it.
    List<RecordedFact> ordered = facts.stream().sorted(comparing(RecordedFact::key)).toList();
    database.write(session -> keepTogether(session, ordered));
    return nCopies(facts.size(), true);
  }

  private boolean keepAlone(Session session, RecordedFact fact) {
    return switch (fact) {
      case RunStarted(StepRunRecord row) -> insert(session, row);
      case RunEnded end -> keepEnd(session, end);
      case StepsKept(List<ExecutionStepRecord> steps) -> keepSteps(session, steps) == steps.size();
    };
  }

  private boolean insert(Session session, StepRunRecord row) {
    return Inserts.insert(session, queries.of(HotChange.INSERT_RUN), row);
  }

  private boolean keepEnd(Session session, RunEnded end) {
    boolean isTheEnd =
        session.change(queries.of(HotChange.END_RUN), end.row()) == 1
            || insert(session, end.row())
            || isKept(session, end);
    if (isTheEnd) {
      end.retraction().ifPresent(retraction -> Inserts.insert(session, retraction));
    }
    return isTheEnd;
  }

  /** So that whoever did not hear the answer can ask again. */
  private boolean isKept(Session session, RunEnded end) {
    return session
        .sql()
        .selectFrom(STEP_RUN)
        .where(STEP_RUN.ID.eq(end.key()))
        .fetchOptional()
        .map(rows::run)
        .filter(end.run()::equals)
        .isPresent();
  }

  private int keepTogether(Session session, List<RecordedFact> facts) {
    List<RunEnded> ended = only(RunEnded.class, facts).toList();
    List<StepRunRecord> newRuns = new ArrayList<>(endStarted(session, ended));
    only(RunStarted.class, facts).map(RunStarted::row).forEach(newRuns::add);
    session.changeAll(queries.of(HotChange.INSERT_RUN), newRuns);
    ended.forEach(
        end -> end.retraction().ifPresent(retraction -> Inserts.insert(session, retraction)));
    return newRuns.size()
        + keepSteps(
            session, only(StepsKept.class, facts).flatMap(kept -> kept.rows().stream()).toList());
  }

  private static <T> Stream<T> only(Class<T> sort, List<RecordedFact> facts) {
    return facts.stream().filter(sort::isInstance).map(sort::cast);
  }

  /** Answers those whose start was not kept. */
  private List<StepRunRecord> endStarted(Session session, List<RunEnded> ended) {
    List<StepRunRecord> ends = ended.stream().map(RunEnded::row).toList();
    List<Integer> changed = session.changeAll(queries.of(HotChange.END_RUN), ends);
    return IntStream.range(0, ends.size())
        .filter(i -> changed.get(i) == 0)
        .mapToObj(ends::get)
        .toList();
  }

  private int keepSteps(Session session, List<ExecutionStepRecord> steps) {
    return steps.isEmpty()
        ? 0
        : session
            .changeAll(queries.of(HotChange.KEEP_STEP), LaterRounds.inTime(session, queries, steps))
            .size();
  }
}
