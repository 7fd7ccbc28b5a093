package dev.stepcache.cli.command;

import dev.stepcache.application.ExecutionOptions;
import dev.stepcache.application.ExecutionRequest.Selection;
import dev.stepcache.application.ExecutionRequest.Wishes;
import dev.stepcache.application.content.InputRule;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.cli.command.Settings.HistoryNeed;
import dev.stepcache.cli.command.Settings.RunnerChoice;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.nio.file.Path;
import java.util.Optional;

/** How an execution was started, as it is kept with it, so that it is retried alike (X8). */
record StartOptions(Wishes wishes, Optional<Selection> selection, Settings settings) {

  String json() {
    return new ExecutionOptions(wishes, selection)
        .json()
        .put("runner", settings.runner().name())
        .put("definitions", settings.definitions().toString())
        .put("inputs", settings.inputs().name())
        .put("historyNeed", settings.historyNeed().name())
        .compact();
  }

  /**
   * Reads what was kept.
   *
   * @param now what does not depend on how it was started
   */
  static StartOptions read(String json, Settings now) {
    ObjectValue kept = JsonReader.readOwn(json).asObject().orElse(ObjectValue.EMPTY);
    ExecutionOptions options = ExecutionOptions.read(kept);
    return new StartOptions(
        options.wishes(),
        options.selection(),
        now.as(
            kept.textMember("historyNeed").map(HistoryNeed::valueOf).orElse(now.historyNeed()),
            kept.textMember("definitions").map(Path::of).orElse(now.definitions()),
            kept.textMember("inputs").map(InputRule::valueOf).orElse(now.inputs()),
            kept.textMember("runner").map(RunnerChoice::valueOf).orElse(now.runner())));
  }
}
