package dev.stepcache.application;

import dev.stepcache.application.ExecutionRequest.Selection;
import dev.stepcache.application.ExecutionRequest.Wishes;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was wanted of an execution, as it is kept with it, so that it is retried alike whoever does
 * that (X8).
 */
public record ExecutionOptions(Wishes wishes, Optional<Selection> selection) {

  /** The members that say it, among others that its starter may add. */
  public JsonObject json() {
    return new JsonObject()
        .put("requireHistory", wishes.requireHistory())
        .put("maxParallel", wishes.maxParallel())
        .put("inFlight", wishes.inFlight().name())
        .put("reuse", wishes.reuse())
        .putTexts("refresh", names(wishes.refresh()))
        .putTexts(
            "select",
            selection.map(Selection::steps).map(ExecutionOptions::names).orElse(List.of()))
        .putText("source", selection.flatMap(Selection::source).map(ExecutionId::text));
  }

  private static List<String> names(Set<StepName> steps) {
    return steps.stream().map(StepName::text).sorted().toList();
  }

  /** Reads what was kept. */
  public static ExecutionOptions read(ObjectValue kept) {
    Set<StepName> selected = steps(kept, "select");
    return new ExecutionOptions(
        new Wishes(
            steps(kept, "refresh"),
            !kept.member("reuse").equals(Optional.of(AttributeValue.bool(false))),
            kept.textMember("inFlight").map(InFlight::valueOf).orElse(InFlight.RUN),
            kept.member("requireHistory").equals(Optional.of(AttributeValue.bool(true))),
            maxParallel(kept)),
        selected.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Selection(selected, kept.textMember("source").map(ExecutionId::new))));
  }

  private static Set<StepName> steps(ObjectValue kept, String member) {
    return kept.itemsOf(member).stream()
        .flatMap(name -> name.asText().stream())
        .map(StepName::new)
        .collect(Collectors.toSet());
  }

  private static int maxParallel(ObjectValue kept) {
    return kept.member("maxParallel")
        .map(value -> value instanceof NumberValue(BigDecimal number) ? number.intValue() : 1)
        .orElse(1);
  }
}
