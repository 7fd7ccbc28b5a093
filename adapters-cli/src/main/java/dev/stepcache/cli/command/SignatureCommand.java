package dev.stepcache.cli.command;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.cli.command.Settings.HistoryNeed;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.StepType;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "signature",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the signature of a step: the SHA-256 of all that counts.",
      "A run can be reused for a step that has the same signature.",
      "With --output json the key document, which is what counts, is shown too. No history is"
          + " needed. A step of a type that always runs has no signature (65)."
    })
public final class SignatureCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private StepOptions options = new StepOptions();
  @Mixin private OutputOption output = new OutputOption();

  public SignatureCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    StepFile file = options.read(invocation);
    Settings settings = options.settings(invocation, file, HistoryNeed.NEVER);
    try (Session session = invocation.sessions().open(settings)) {
      KeyDocument key =
          session
              .keys()
              .of(file.step())
              .orElseThrow(() -> notCacheable(session, file.step().type()));
      if (output.isJson()) {
        invocation
            .console()
            .answer(
                new JsonObject()
                    .put("signature", key.signature().hex())
                    .put("keyDocument", key.tree()));
      } else {
        invocation.console().answer(key.signature().hex());
      }
      return ExitCode.DONE;
    }
  }

  /** That a step has no key document: it always runs, and its runs are not kept (R9). */
  static CommandFailure notCacheable(Session session, StepType type) {
    return CommandFailure.invalid(
        "a step of type %s always runs: it has no signature, and its runs are not recorded; that is for %s"
            .formatted(
                type,
                session.cacheable().types().stream()
                    .map(StepType::name)
                    .sorted()
                    .collect(Collectors.joining(", "))));
  }
}
