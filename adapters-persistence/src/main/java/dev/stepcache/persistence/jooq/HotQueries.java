package dev.stepcache.persistence.jooq;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.SQLDialect;

/** The questions of decisions in one dialect, each rendered when it is first asked. */
final class HotQueries {
  private final SQLDialect dialect;
  private final Map<PastRunsQuestion, HotQuery> rendered = new ConcurrentHashMap<>();

  HotQueries(SQLDialect dialect) {
    this.dialect = dialect;
  }

  HotQuery of(PastRunsQuestion question) {
    return rendered.computeIfAbsent(question, asked -> HotQuery.of(dialect, asked.query()));
  }
}
