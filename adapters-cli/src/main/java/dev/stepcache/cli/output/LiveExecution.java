package dev.stepcache.cli.output;

import dev.stepcache.application.ExecutionListener;
import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.json.DecisionDocument;
import dev.stepcache.application.json.Durations;
import dev.stepcache.application.port.ExecutedStep.Status;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Shows an execution while it goes on: a line for every step that ends, and on a terminal one more
 * that says what runs.
 */
public final class LiveExecution implements ExecutionListener, AutoCloseable {
  private static final String ERASE_LINE = "\r\u001b[K";
  private static final int LONGEST = 100;
  private static final long TICK_MILLIS = 200;

  private final Console console;
  private final DecisionDocument documents;
  private final InstantSource clock;
  private final boolean showSteps;
  private final int nameWidth;
  private final int typeWidth;
  private final Map<StepName, Instant> running = new LinkedHashMap<>();
  private final Map<StepName, Path> logs = new LinkedHashMap<>();
  private final Optional<Thread> ticker;

  /**
   * @param showSteps whether ended steps are shown as text on standard output
   * @param nameWidth the room for names of steps, and so for their types
   */
  public LiveExecution(
      Console console,
      DecisionDocument documents,
      InstantSource clock,
      boolean showSteps,
      int nameWidth,
      int typeWidth) {
    this.console = console;
    this.documents = documents;
    this.clock = clock;
    this.showSteps = showSteps;
    this.nameWidth = nameWidth;
    this.typeWidth = typeWidth;
    this.ticker =
        console.notesToTerminal()
            ? Optional.of(Thread.ofPlatform().daemon().name("progress").start(this::keepTicking))
            : Optional.empty();
  }

  private void keepTicking() {
    try {
      while (true) {
        Thread.sleep(TICK_MILLIS);
        tick();
      }
    } catch (InterruptedException closed) {
      return;
    }
  }

  @Override
  public synchronized void began(ExecutionId execution) {
    if (showSteps) {
      console.answer(console.style().faint("execution " + execution));
    }
  }

  @Override
  public synchronized void started(StepReport step, Path log) {
    running.put(step.name(), clock.instant());
    logs.put(step.name(), log);
    tick();
  }

  @Override
  public synchronized void ended(StepReport step) {
    running.remove(step.name());
    erase();
    if (showSteps) {
      show(step);
    }
    tick();
  }

  @Override
  public synchronized void waiting(StepReport step, String why) {
    note("step %s waits %s".formatted(step.name(), why));
  }

  @Override
  public synchronized void retrying(StepReport step, String reason, Duration pause) {
    note(
        "step %s failed, attempt %d: %s; it is tried again in %s"
            .formatted(step.name(), step.attempts(), reason, Durations.spoken(pause)));
  }

  @Override
  public synchronized void noted(String message) {
    note(message);
  }

  @Override
  public synchronized void warned(String message) {
    note(console.noteStyle().notable("warning: ") + message);
  }

  private void note(String message) {
    erase();
    console.note(message);
    tick();
  }

  private void show(StepReport step) {
    Style style = console.style();
    DecisionText text = new DecisionText(style);
    CacheDecision decision = step.decision();
    String took =
        decision.isHit()
            ? ""
            : step.completedAt()
                .map(end -> Durations.spoken(Duration.between(step.startedAt(), end)))
                .orElse("");
    String message =
        DecisionDocument.message(decision)
            + (step.attempts() > 1 ? "; %d attempts".formatted(step.attempts()) : "");
    String line =
        String.join(
            "  ",
            style.strong(padded(step.name().text(), nameWidth)),
            style.faint(padded(decision.step().type().name(), typeWidth)),
            outcome(style, step, text.outcome(DecisionDocument.outcome(decision.outcome()))),
            " ".repeat(Math.max(0, 8 - took.length())) + took,
            style.faint(message));
    console.answer(line.stripTrailing());
    if (!decision.isHit()) {
      text.changes(documents.withoutOutputs(decision).value())
          .forEach(change -> console.answer("    " + change));
    }
    if (step.status() == Status.FAILED) {
      console.answer("    " + style.bad(step.failureReason().orElse("failed")));
      Optional.ofNullable(logs.get(step.name()))
          .ifPresent(log -> console.answer("    " + style.faint("its output is in " + log)));
    }
  }

  private static String outcome(Style style, StepReport step, Table.Cell decision) {
    return switch (step.status()) {
      case FAILED -> style.bad(padded("failed", 7));
      case STOPPED -> style.bad(padded("stopped", 7));
      case EXECUTING, SUCCEEDED ->
          decision.setting().apply(decision.text())
              + " ".repeat(Math.max(0, 7 - decision.text().length()));
    };
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private synchronized void tick() {
    if (!console.notesToTerminal() || running.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    StringBuilder line = new StringBuilder("running: ");
    running.forEach((name, since) ->
        line.append(name)
            .append(' ')
            .append(Durations.spoken(Duration.between(since, now)))
            .append("  "));
    String shown =
        line.length() > LONGEST ? line.substring(0, LONGEST - 3) + "..." : line.toString();
    console.err().print(ERASE_LINE + console.noteStyle().faint(shown.stripTrailing()));
    console.err().flush();
  }

  private void erase() {
    if (console.notesToTerminal()) {
      console.err().print(ERASE_LINE);
      console.err().flush();
    }
  }

  @Override
  public synchronized void close() {
    ticker.ifPresent(Thread::interrupt);
    erase();
  }
}
