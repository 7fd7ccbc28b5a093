package dev.stepcache.cli.command;

import dev.stepcache.application.content.InputRule;
import dev.stepcache.application.content.Verification;
import dev.stepcache.application.json.Secrets;
import dev.stepcache.cli.command.Settings.HistoryNeed;
import dev.stepcache.cli.command.Settings.RunnerChoice;
import dev.stepcache.domain.step.StepName;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
  private static final String S3 = "s3://";

  @Option(
      names = "--history",
      paramLabel = "URL",
      description =
          "Where runs are kept: jdbc:sqlite:PATH or jdbc:mysql://HOST/DATABASE?user=... Default:"
              + " $STEPCACHE_HISTORY, else .stepcache/history.db in the current directory.")
  private @Nullable String history;

  @Option(
      names = "--objects",
      paramLabel = "FOLDER|s3://",
      description =
          "Where s3:// objects are kept: a folder, or s3:// for Amazon S3 itself. Default:"
              + " $STEPCACHE_OBJECTS, else S3 with --runner sagemaker, else .stepcache/s3.")
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

  @Option(
      names = "--verify",
      paramLabel = "[STEP=]none|exists|digest",
      converter = VerifyConverter.class,
      description =
          "What of a run's outputs is looked at before it is reused: nothing, that they are there,"
              + " or their content too (default). STEP=... is for one step; may be given again.")
  private List<Verify> verify = new ArrayList<>();

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
    Optional<String> where = firstOf(objects, environment.get("STEPCACHE_OBJECTS"));
    return new Settings(
        firstOf(history, environment.get("STEPCACHE_HISTORY"))
            .orElseGet(() -> "jdbc:sqlite:" + state.resolve("history.db")),
        need,
        Optional.ofNullable(asOf),
        where
            .filter(text -> !text.equals(S3))
            .map(text -> invocation.path(text).toAbsolutePath())
            .orElseGet(() -> state.resolve("s3")),
        where.map(S3::equals),
        definitions.toAbsolutePath(),
        state,
        Optional.ofNullable(inputs).orElse(InputRule.CONTENT),
        verification(),
        runner,
        secrets(environment),
        environment);
  }

  Verification verification() {
    Verification.Mode usual = Verification.Mode.DIGEST;
    Map<StepName, Verification.Mode> steps = new HashMap<>();
    for (Verify wish : verify) {
      if (wish.step().isPresent()) {
        steps.put(Names.step(wish.step().get()), wish.mode());
      } else {
        usual = wish.mode();
      }
    }
    return new Verification(usual, steps);
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

  /** How outputs are looked at, of all steps or of one. */
  record Verify(Optional<String> step, Verification.Mode mode) {}

  /** Reads how outputs are looked at. */
  static final class VerifyConverter implements ITypeConverter<Verify> {
    @Override
    public Verify convert(String text) {
      int equals = text.lastIndexOf('=');
      return new Verify(
          equals < 0 ? Optional.empty() : Optional.of(text.substring(0, equals)),
          switch (text.substring(equals + 1)) {
            case "none" -> Verification.Mode.NONE;
            case "exists" -> Verification.Mode.EXISTS;
            case "digest" -> Verification.Mode.DIGEST;
            default ->
                throw new TypeConversionException(
                    "\"" + text + "\" is none of none, exists, digest and STEP=one of these");
          });
    }
  }
}
