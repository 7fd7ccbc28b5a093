package dev.stepcache.persistence.jooq;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Query;
import org.jooq.SQLDialect;

/** Questions and changes in one dialect, each rendered when it is first needed. */
final class HotQueries {
  private final SQLDialect dialect;
  private final Map<Asked, HotQuery> rendered = new ConcurrentHashMap<>();
  private final Map<Repeated, HotQuery> repeated = new ConcurrentHashMap<>();

  private record Repeated(Asked asked, int times) {}

  /** One of a few, each with a name for every parameter. */
  interface Asked {
    Query query();
  }

  HotQueries(SQLDialect dialect) {
    this.dialect = dialect;
  }

  HotQuery of(Asked asked) {
    return rendered.computeIfAbsent(asked, first -> HotQuery.of(dialect, first.query()));
  }

  /** One question so many times. */
  HotQuery of(Asked asked, int times) {
    return repeated.computeIfAbsent(
        new Repeated(asked, times), first -> of(first.asked()).times(first.times()));
  }
}
