package dev.stepcache.benchmarks;

import static org.openjdk.jmh.runner.options.TimeValue.milliseconds;
import static org.openjdk.jmh.runner.options.TimeValue.seconds;

import dev.stepcache.benchmarks.SideBySide.Times;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Benchmarks of JMH that are measured against each other: in each round every one has a JVM of its
 * own, in random order.
 */
final class Microbenchmarks {
  private static final int ROUNDS = 3;

  /**
   * All of the heap is touched before. What a page costs when it is first touched is the kernel's,
   * and can be many times what is measured: in a heap that grows, one JVM pays it and another does
   * not, however long both were warmed up.
   */
  private static final String[] TOUCHED_HEAP = {"-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch"};

  private final Class<?> benchmarks;
  private final List<Subject> subjects = new ArrayList<>();
  private final Random random = new Random(1);

  /** A benchmark of the class with one value of its parameter. */
  private record Subject(String name, String method, String parameter, String value) {}

  Microbenchmarks(Class<?> benchmarks) {
    this.benchmarks = benchmarks;
  }

  Microbenchmarks with(String name, String method, String parameter, int value) {
    subjects.add(new Subject(name, method, parameter, Integer.toString(value)));
    return this;
  }

  Times measure() throws RunnerException {
    Map<String, List<Double>> medians = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(subjects, random);
      for (Subject subject : subjects) {
        medians.computeIfAbsent(subject.name(), name -> new ArrayList<>()).add(median(subject));
      }
    }
    return new Times(medians);
  }

  private double median(Subject subject) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmarks.getName() + "." + subject.method()) + "$")
            .param(subject.parameter(), subject.value())
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .jvmArgsAppend(TOUCHED_HEAP)
            .warmupIterations(3)
            .warmupTime(seconds(1))
            .measurementIterations(5)
            .measurementTime(milliseconds(200))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    return new Runner(options).runSingle().getPrimaryResult().getStatistics().getPercentile(50);
  }
}
