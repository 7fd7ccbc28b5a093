package dev.stepcache.http.rest;

import dev.stepcache.application.json.HistoryDocuments;
import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.MissReason;
import dev.stepcache.domain.cache.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The runs whose metadata a decision shows: the audit log names them. */
final class Sources {
  private Sources() {}

  /** Of a decision document: the run that is reused, or the nearest that is compared with. */
  static Stream<String> of(ObjectValue decision) {
    return Stream.of("source", "nearest")
        .flatMap(member -> decision.objectMember(member).stream())
        .flatMap(run -> run.textMember("run").stream());
  }

  /** Of a decision: the same. */
  static List<String> of(CacheDecision decision) {
    return switch (decision.outcome()) {
      case Outcome.Hit hit -> List.of(hit.source().id().text());
      case Outcome.Miss(MissReason.AttributesChanged changed) ->
          List.of(changed.nearest().id().text());
      case Outcome.Miss miss -> List.of();
      case Outcome.Bypass bypass -> List.of();
    };
  }

  static List<String> of(List<ExecutedStep> steps) {
    return steps.stream()
        .map(HistoryDocuments::decision)
        .flatMap(Optional::stream)
        .flatMap(Sources::of)
        .distinct()
        .toList();
  }
}
