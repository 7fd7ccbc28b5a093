import static dev.stepcache.domain.attribute.AttributeValue.object;
import static dev.stepcache.domain.attribute.AttributeValue.text;

import dev.stepcache.domain.attribute.AttributeSet;
import dev.stepcache.domain.cache.*;
import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.run.*;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.*;
import java.time.*;
import java.util.*;

/** Step caching for a step type of our own, with runs kept in a list. */
class Embed {
  static final StepType FEATURES = new StepType("Features");
  static final CacheableTypes TYPES =
      CacheableTypes.sageMaker().with(FEATURES, AttributeSet.of("Query", "Code.Version"));
  static final StepScope SCOPE =
      new StepScope(new PipelineId("churn"), new StepName("features"), FEATURES, RunKind.REAL);
  static final List<StepRun> RUNS = new ArrayList<>();

  public static void main(String[] args) {
    Instant noon = Instant.parse("2026-01-31T12:00:00Z");
    request("v1", "Ada", noon);
    request("v1", "Bob", noon.plus(Duration.ofHours(5)));
    request("v2", "Bob", noon.plus(Duration.ofHours(6)));
    request("v1", "Bob", noon.plus(Duration.ofDays(30)).plusMillis(1));
  }

  static void request(String version, String author, Instant now) {
    var code = object(Map.of("Version", text(version), "Author", text(author)));
    var content = object(Map.of("Query", text("select * from customers"), "Code", code));
    var caching = new CacheConfig.Enabled(ExpireAfter.parse("30d").get());
    var step = new Step(SCOPE.step(), FEATURES, content, caching);
    var key = KeyDocument.of(step, TYPES.attributesOf(FEATURES).orElseThrow());

    Outcome outcome =
        switch (CachePolicy.of(step, TYPES)) {
          case CachePolicy.Disabled policy -> policy.decide();
          case CachePolicy.Enabled policy ->
              policy.decide(key, PastRuns.of(RUNS), OutputCheck.NONE, now);
        };
    System.out.println(key.signature().hex().substring(0, 8) + " " + told(outcome));

    if (!(outcome instanceof Outcome.Hit)) {
      var id = new StepRunId("run-" + (RUNS.size() + 1));
      var run = new StepRun.Executing(id, SCOPE, key, Optional.empty(), now);
      RUNS.add(run.succeed(now, StepOutputs.of(text("features of " + version))));
    }
  }

  static String told(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Hit(var source, var age) -> "hit: " + source.id() + ", " + age + " old";
      case Outcome.Miss(MissReason.AttributesChanged(var nearest, var changed)) ->
          "miss: %s is no longer as in %s".formatted(changed.get(0).path(), nearest.id());
      case Outcome.Miss(var reason) -> "miss: " + reason.code();
      case Outcome.Bypass(var reason) -> "bypass: " + reason;
    };
  }
}
