package dev.stepcache.cli.command;

import dev.stepcache.application.ExecutionRequest.Selection;
import dev.stepcache.application.ExecutionRequest.Wishes;
import dev.stepcache.application.InFlight;
import dev.stepcache.application.content.InputRule;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.cli.command.Settings.HistoryNeed;
import dev.stepcache.cli.command.Settings.RunnerChoice;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How an execution was started, as it is kept with it, so that it is retried alike (X8). */
record StartOptions(Wishes wishes, Optional<Selection> selection, Settings settings) {

  String json() {
    return new JsonObject()
        .put("runner", settings.runner().name())
        .put("definitions", settings.definitions().toString())
        .put("inputs", settings.inputs().name())
        .put("historyNeed", settings.historyNeed().name())
        .put("maxParallel", wishes.maxParallel())
        .put("inFlight", wishes.inFlight().name())
        .put("reuse", wishes.reuse())
        .putTexts("refresh", names(wishes.refresh()))
        .putTexts(
            "select", selection.map(Selection::steps).map(StartOptions::names).orElse(List.of()))
        .putText("source", selection.flatMap(Selection::source).map(ExecutionId::text))
        .compact();
  }

  private static List<String> names(Set<StepName> steps) {
    return steps.stream().map(StepName::text).sorted().toList();
  }

  /**
   * Reads what was kept.
   *
   * @param now what does not depend on how it was started
   */
  static StartOptions read(String json, Settings now) {
    ObjectValue options = JsonReader.readOwn(json).asObject().orElse(ObjectValue.EMPTY);
    HistoryNeed need =
        options.textMember("historyNeed").map(HistoryNeed::valueOf).orElse(now.historyNeed());
    Set<StepName> selected = steps(options, "select");
    return new StartOptions(
        new Wishes(
            steps(options, "refresh"),
            !options.member("reuse").equals(Optional.of(AttributeValue.bool(false))),
            options.textMember("inFlight").map(InFlight::valueOf).orElse(InFlight.RUN),
            need == HistoryNeed.ALWAYS,
            maxParallel(options)),
        selected.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Selection(selected, options.textMember("source").map(ExecutionId::new))),
        now.as(
            need,
            options.textMember("definitions").map(Path::of).orElse(now.definitions()),
            options.textMember("inputs").map(InputRule::valueOf).orElse(now.inputs()),
            options.textMember("runner").map(RunnerChoice::valueOf).orElse(now.runner())));
  }

  private static Set<StepName> steps(ObjectValue options, String member) {
    return options.itemsOf(member).stream()
        .flatMap(name -> name.asText().stream())
        .map(StepName::new)
        .collect(Collectors.toSet());
  }

  private static int maxParallel(ObjectValue options) {
    return options
        .member("maxParallel")
        .map(value -> value instanceof NumberValue(BigDecimal number) ? number.intValue() : 1)
        .orElse(1);
  }
}
