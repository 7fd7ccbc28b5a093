package dev.stepcache.cli.command;

import dev.stepcache.application.content.InputRule;
import dev.stepcache.application.json.Secrets;
import dev.stepcache.cli.command.Settings.HistoryNeed;
import dev.stepcache.cli.command.Settings.RunnerChoice;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that every command with a history has. */
public final class GlobalOptions {
  private static final String STATE = ".stepcache";

  @Option(
      names = "--history",
      paramLabel = "URL",
      description =
          "Where runs are kept: jdbc:sqlite:PATH or jdbc:mysql://HOST/DATABASE?user=... Default:"
              + " $STEPCACHE_HISTORY, else .stepcache/history.db in the current directory.")
  private @Nullable String history;

  @Option(
      names = "--objects",
      paramLabel = "FOLDER",
      description =
          "Where s3:// objects are kept. Default: $STEPCACHE_OBJECTS, else .stepcache/s3.")
  private @Nullable String objects;

  @Option(
      names = "--as-of",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = "The instant that stepcache's clock starts at, such as 2026-01-31T12:00:00Z.")
  private @Nullable Instant asOf;

  @Option(
      names = "--inputs",
      paramLabel = "content|location",
      converter = InputRuleConverter.class,
      description =
          "What of inputs counts: their place and local content (default), or their place alone, as"
              + " in SageMaker.")
  private @Nullable InputRule inputs;

  /** Whether the user named a history, so that a pipeline's name is not to be guessed. */
  boolean namesHistory(Invocation invocation) {
    return history != null || invocation.environment().containsKey("STEPCACHE_HISTORY");
  }

  /** The settings for work that concerns no definition. */
  Settings settings(Invocation invocation) {
    return settings(invocation, invocation.folder(), HistoryNeed.AT_START, RunnerChoice.process);
  }

  Settings settings(
      Invocation invocation, Path definitions, HistoryNeed need, RunnerChoice runner) {
    Map<String, String> environment = invocation.environment();
    Path state = invocation.folder().resolve(STATE).toAbsolutePath();
    return new Settings(
        firstOf(history, environment.get("STEPCACHE_HISTORY"))
            .orElseGet(() -> "jdbc:sqlite:" + state.resolve("history.db")),
        need,
        Optional.ofNullable(asOf),
        firstOf(objects, environment.get("STEPCACHE_OBJECTS"))
            .map(text -> invocation.path(text).toAbsolutePath())
            .orElseGet(() -> state.resolve("s3")),
        definitions.toAbsolutePath(),
        state,
        Optional.ofNullable(inputs).orElse(InputRule.CONTENT),
        runner,
        secrets(environment));
  }

  private static Pattern secrets(Map<String, String> environment) {
    String pattern = environment.get("STEPCACHE_SECRETS");
    try {
      return pattern == null ? Secrets.USUAL_NAMES : Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw CommandFailure.usage(
          "STEPCACHE_SECRETS is no regular expression: " + e.getDescription());
    }
  }

  private static Optional<String> firstOf(@Nullable String one, @Nullable String other) {
    return Optional.ofNullable(one).or(() -> Optional.ofNullable(other));
  }

  /** Reads an instant of ISO 8601 with its zone. */
  static final class InstantConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        OffsetDateTime at = OffsetDateTime.parse(text);
        if (0 <= at.getYear() && at.getYear() <= 9999) {
          return at.toInstant();
        }
      } catch (DateTimeException malformed) {
        // Told below, as what is further away than ISO 8601 can say without agreement.
      }
      throw new TypeConversionException(
          "\"" + text + "\" is no instant such as 2026-01-31T12:00:00Z");
    }
  }

  /** Reads an input rule. */
  static final class InputRuleConverter implements ITypeConverter<InputRule> {
    @Override
    public InputRule convert(String text) {
      return switch (text) {
        case "content" -> InputRule.CONTENT;
        case "location" -> InputRule.LOCATION;
        default ->
            throw new TypeConversionException("\"" + text + "\" is neither content nor location");
      };
    }
  }
}
