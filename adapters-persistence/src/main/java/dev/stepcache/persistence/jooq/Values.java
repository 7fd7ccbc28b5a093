package dev.stepcache.persistence.jooq;

import dev.stepcache.domain.run.StepScope;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What the parameters of a {@link PastRunsQuestion} stand for. */
final class Values {
  private final Map<String, Object> byName = new HashMap<>();

  Values(StepScope scope, int most) {
    with("pipeline", scope.pipeline().text());
    with("step", scope.step().text());
    with("type", scope.type().name());
    with("kind", scope.kind().name());
    with("most", most);
  }

  Values with(String name, Instant value) {
    return with(name, (Object) Millis.of(value));
  }

  Values with(String name, Object value) {
    byName.put(name, value);
    return this;
  }

  Map<String, Object> byName() {
    return byName;
  }
}
