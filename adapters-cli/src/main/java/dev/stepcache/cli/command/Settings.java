package dev.stepcache.cli.command;

import dev.stepcache.application.content.InputRule;
import dev.stepcache.application.content.Verification;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a session is opened with.
 *
 * @param history the history's JDBC URL
 * @param asOf the instant that stepcache's clock starts at; the store's own when empty
 * @param objects the folder of the object store
 * @param inS3 whether {@code s3://} is S3 itself, and the folder holds all else; empty where the
 *     runner says that
 * @param definitions the folder that {@code file://./} and {@code stepcache.json} are found in
 * @param state the folder of logs, scratch folders and journals
 * @param secrets the names of members whose values are hidden
 * @param environment the variables that tell of Amazon's services
 */
public record Settings(
    String history,
    HistoryNeed historyNeed,
    Optional<Instant> asOf,
    Path objects,
    Optional<Boolean> inS3,
    Path definitions,
    Path state,
    InputRule inputs,
    Verification verification,
    RunnerChoice runner,
    Pattern secrets,
    Map<String, String> environment) {

  public Settings {
    environment = Map.copyOf(environment);
  }

  /** These settings for an execution that was started with others. */
  Settings as(
      HistoryNeed need, Path definitionFolder, InputRule inputRule, RunnerChoice runnerChoice) {
    return new Settings(
        history,
        need,
        asOf,
        objects,
        inS3,
        definitionFolder,
        state,
        inputRule,
        verification,
        runnerChoice,
        secrets,
        environment);
  }

  /** Whether objects lie in S3 itself. */
  public boolean objectsAreInS3() {
    return inS3.orElse(runner == RunnerChoice.sagemaker);
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
    simulate,
    sagemaker
  }
}
