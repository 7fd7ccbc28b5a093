package dev.stepcache.cli.command;

import dev.stepcache.application.content.InputRule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a session is opened with.
 *
 * @param history the history's JDBC URL
 * @param asOf the instant that stepcache's clock starts at; the store's own when empty
 * @param objects the folder of the object store
 * @param definitions the folder that {@code file://./} and {@code stepcache.json} are found in
 * @param state the folder of logs, scratch folders and journals
 * @param secrets the names of members whose values are hidden
 */
public record Settings(
    String history,
    HistoryNeed historyNeed,
    Optional<Instant> asOf,
    Path objects,
    Path definitions,
    Path state,
    InputRule inputs,
    RunnerChoice runner,
    Pattern secrets) {

  /** These settings for an execution that was started with others. */
  Settings as(
      HistoryNeed need, Path definitionFolder, InputRule inputRule, RunnerChoice runnerChoice) {
    return new Settings(
        history, need, asOf, objects, definitionFolder, state, inputRule, runnerChoice, secrets);
  }

  /** What is done when the history cannot be reached (R17). */
  public enum HistoryNeed {
    /** Refused at start; a bypass once an execution is on its way. */
    AT_START,
    /** A bypass from the start. */
    NEVER,
    /** It ends an execution too. */
    ALWAYS
  }

  /** Who runs steps. */
  public enum RunnerChoice {
    process,
    container,
    simulate
  }
}
