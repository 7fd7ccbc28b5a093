package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.content.Digests;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Tuning step: the same training job many times, each with other hyperparameters, by whatever
 * runner does training jobs. Each has a log of its own beside the step's.
 */
final class TuningStep implements BuiltInStep {
  private final StepRunner jobs;
  private final InstantSource clock;

  TuningStep(StepRunner jobs, InstantSource clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  @Override
  public Optional<String> refusal(StepName name, ObjectValue arguments) {
    return TuningPlan.definitions(arguments).stream()
        .map(TunedTraining::request)
        .map(request -> ObjectValue.EMPTY.with("Arguments", request))
        .flatMap(training -> jobs.refusal(name, StepType.TRAINING, training).stream())
        .findFirst()
        .or(() -> planFault(arguments).map(why -> StepCommands.refusal(name, why)));
  }

  private static Optional<String> planFault(ObjectValue arguments) {
    boolean isKnown =
        arguments.member("HyperParameterTuningJobConfig").stream().noneMatch(Texts::hasExpressions)
            && TuningPlan.definitions(arguments).stream().allMatch(TunedTraining::isKnown);
    try {
      if (isKnown) {
        TuningPlan.of(arguments);
      }
      return Optional.empty();
    } catch (JobFailure fault) {
      return Optional.of(fault.reason());
    }
  }

  @Override
  public Result.Done run(Job job) throws IOException, InterruptedException, JobFailure {
    TuningPlan plan = TuningPlan.of(job.step().arguments());
    plan.note()
        .ifPresent(note -> job.notes().accept("step %s: %s".formatted(job.step().name(), note)));
    String name = name(job);
    return new TunedJobs(name, tried(notingOnce(job), name, plan)).result();
  }

  /** What all training jobs would tell of themselves is told once. */
  private static Job notingOnce(Job job) {
    Set<String> told = ConcurrentHashMap.newKeySet();
    return new Job(
        job.pipeline(),
        job.execution(),
        job.step(),
        job.name(),
        job.scratch(),
        job.log(),
        note -> {
          if (told.add(note)) {
            job.notes().accept(note);
          }
        });
  }

  /** The jobs that were tried, in the order of the plan. */
  private List<TunedJob> tried(Job job, String name, TuningPlan plan)
      throws IOException, InterruptedException {
    AtomicBoolean reached = new AtomicBoolean();
    List<Callable<Optional<TunedJob>>> tasks = new ArrayList<>();
    for (TuningPlan.Choice choice : plan.choices()) {
      int number = tasks.size() + 1;
      tasks.add(() ->
          reached.get()
              ? Optional.empty()
              : Optional.of(tried(job, name, number, choice, plan, reached)));
    }
    List<TunedJob> tried = new ArrayList<>();
    // Closing waits for jobs that an interruption ends.
    try (ExecutorService threads =
        Executors.newFixedThreadPool(plan.parallel(), Thread.ofVirtual().factory())) {
      for (Future<Optional<TunedJob>> one : threads.invokeAll(tasks)) {
        one.get().ifPresent(tried::add);
      }
    } catch (ExecutionException broken) {
      if (broken.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IllegalStateException("a training job broke", broken.getCause());
    }
    return tried;
  }

  private TunedJob tried(
      Job job,
      String tuning,
      int number,
      TuningPlan.Choice choice,
      TuningPlan plan,
      AtomicBoolean reached)
      throws IOException, InterruptedException {
    String name = name(job, tuning, number);
    ObjectValue content =
        ObjectValue.EMPTY
            .with("Name", AttributeValue.text(job.step().name().text()))
            .with("Type", AttributeValue.text(StepType.TRAINING.name()))
            .with("Arguments", choice.training().request(name, choice.chosen()));
    Step step = new Step(job.step().name(), StepType.TRAINING, content, new CacheConfig.Disabled());
    Path scratch = Files.createDirectories(job.scratch().resolve(Integer.toString(number)));
    Path log = logOf(job, name);
    Instant startedAt = clock.instant();
    Result result =
        jobs.run(new Job(job.pipeline(), job.execution(), step, name, scratch, log, job.notes()));
    TunedJob tried = new TunedJob(name, choice, startedAt, clock.instant(), result);
    if (plan.target().filter(tried::reaches).isPresent()) {
      reached.set(true);
    }
    log(job, told(tried) + ", see " + log.getFileName());
    return tried;
  }

  private static String told(TunedJob tried) {
    String end =
        tried
            .failure()
            .map(reason -> "failed: " + reason)
            .orElseGet(() ->
                "%s = %s"
                    .formatted(
                        tried.choice().training().metric(),
                        tried.objective().map(Object::toString).orElse("not printed")));
    return "%s with %s: %s".formatted(tried.name(), tried.choice().chosen(), end);
  }

  /** Appends a line to the step's log. */
  private static void log(Job job, String line) throws IOException {
    Files.writeString(
        job.log(), line + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Where a training job prints to: its metrics are read from there. */
  private static Path logOf(Job job, String name) {
    String base = job.log().getFileName().toString().replaceFirst("\\.log$", "");
    return job.log()
        .resolveSibling("%s.%s.log".formatted(base, name.substring(name.length() - 12)));
  }

  /**
   * At most 32 letters, digits and hyphens, as SageMaker makes it of execution, step and chance.
   */
  private static String name(Job job) {
    return "%s-%s-%s"
        .formatted(
            cut(job.execution().text(), 12),
            cut(job.step().name().text(), 8),
            job.name().substring(Math.max(0, job.name().length() - 10)))
        .replaceAll("[^a-zA-Z0-9]", "-");
  }

  private static String cut(String text, int most) {
    return text.substring(0, Math.min(most, text.length()));
  }

  private static String name(Job job, String tuning, int number) {
    String hash = Digests.sha256((job.name() + "/" + number).getBytes(UTF_8)).substring(0, 8);
    return "%s-%03d-%s".formatted(tuning, number, hash);
  }
}
