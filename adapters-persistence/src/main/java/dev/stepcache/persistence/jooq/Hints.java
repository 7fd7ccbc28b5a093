package dev.stepcache.persistence.jooq;

import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectFinalStep;
import org.jooq.Table;

/**
 * Which index to read. MySQL has to be told: by its statistics it at times takes another one and
 * sorts, or begins with another table. SQLite reads what it is told as a comment.
 */
final class Hints {
  private Hints() {}

  static <R extends Record> Select<R> index(
      SelectFinalStep<R> query, Table<?> table, String index) {
    query.getQuery().addHint("/*+ index(%s %s) */".formatted(table.getName(), index));
    return query;
  }
}
