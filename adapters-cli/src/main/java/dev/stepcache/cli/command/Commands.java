package dev.stepcache.cli.command;

import java.util.List;
import java.util.Set;

/** The commands by their names. */
public final class Commands {
  /** In the order in which help lists them. */
  public static final List<String> NAMES =
      List.of(
          "run",
          "retry",
          "stop",
          "callback",
          "plan",
          "check",
          "explain",
          "logs",
          "executions",
          "history",
          "savings",
          "exec",
          "lookup",
          "record",
          "signature",
          "refresh",
          "retract",
          "delete",
          "prune",
          "export",
          "import",
          "serve",
          "access",
          "purge",
          "audit");

  /** Those that ask nothing of a store and keep nothing in one. */
  private static final Set<String> ALONE = Set.of("check", "signature");

  private Commands() {}

  /** Whether a word is the name of a command that opens a store. */
  public static boolean opensStore(String name) {
    return NAMES.contains(name) && !ALONE.contains(name);
  }

  /** A new command, or one with its own commands; nothing of the others is touched. */
  public static Object named(String name, Invocation invocation) {
    return switch (name) {
      case "run" -> new RunCommand(invocation);
      case "retry" -> new RetryCommand(invocation);
      case "stop" -> new StopCommand(invocation);
      case "callback" -> new CallbackCommand(invocation);
      case "plan" -> new PlanCommand(invocation);
      case "check" -> new CheckCommand(invocation);
      case "explain" -> new ExplainCommand(invocation);
      case "logs" -> new LogsCommand(invocation);
      case "executions" -> new ExecutionsCommand(invocation);
      case "history" -> new HistoryCommand(invocation);
      case "savings" -> new SavingsCommand(invocation);
      case "exec" -> new ExecCommand(invocation);
      case "lookup" -> new LookupCommand(invocation);
      case "record" -> new RecordCommand(invocation);
      case "signature" -> new SignatureCommand(invocation);
      case "refresh" -> new RefreshCommand(invocation);
      case "retract" -> new RetractCommand(invocation);
      case "delete" -> new DeleteCommand(invocation);
      case "prune" -> new PruneCommand(invocation);
      case "export" -> new ExportCommand(invocation);
      case "import" -> new ImportCommand(invocation);
      case "serve" -> new ServeCommand(invocation);
      case "access" -> AccessCommand.with(invocation);
      case "purge" -> new PurgeCommand(invocation);
      case "audit" -> new AuditCommand(invocation);
      default -> throw new IllegalArgumentException("there is no command " + name);
    };
  }
}
