package dev.stepcache.http;

import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Does as the step says in its {@code Environment}: it works for {@code MILLIS}, prints {@code
 * SAY}, and fails with {@code FAIL} if there is one. Whatever it ran is remembered.
 */
public final class ObedientRunner implements StepRunner {
  private final Queue<String> ran = new ConcurrentLinkedQueue<>();

  /** The names of the steps that were run, in the order of their starts. */
  public Queue<String> ran() {
    return ran;
  }

  @Override
  public RunKind kind() {
    return RunKind.REAL;
  }

  @Override
  public Optional<String> refusal(StepName name, StepType type, ObjectValue content) {
    return Optional.empty();
  }

  @Override
  public SortedMap<String, String> program(Step step) {
    return new TreeMap<>();
  }

  @Override
  public Result run(Job job) throws InterruptedException {
    ran.add(job.step().name().text());
    Optional<ObjectValue> wishes = job.step().arguments().objectMember("Environment");
    print(job, wishes.flatMap(w -> w.textMember("SAY")).orElse("at work") + "\n");
    Thread.sleep(wishes.flatMap(w -> w.textMember("MILLIS")).map(Long::parseLong).orElse(0L));
    return wishes
        .flatMap(w -> w.textMember("FAIL"))
        .<Result>map(Result.Failed::new)
        .orElseGet(() -> new Result.Done(ObjectValue.EMPTY, new TreeMap<>(Map.of()), Set.of()));
  }

  private static void print(Job job, String text) {
    try {
      Files.createDirectories(Objects.requireNonNull(job.log().getParent()));
      Files.writeString(job.log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
