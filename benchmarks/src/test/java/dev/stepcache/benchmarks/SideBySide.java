package dev.stepcache.benchmarks;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Calls that are measured against each other. They are made in random order, so that whatever else
 * the machine does, and wherever it puts a thread, befalls all of them alike.
 */
final class SideBySide {
  /** Answers go here, so that no compiler finds them useless. */
  static volatile @Nullable Object answer;

  private final List<Subject> subjects = new ArrayList<>();
  private final Random random = new Random(1);

  /** What is measured. */
  @FunctionalInterface
  interface Call {
    Object make() throws Exception;
  }

  private static final class Subject {
    private final String name;
    private final Call call;
    private final int repeats;
    private final List<Double> nanos = new ArrayList<>();
    private final List<Double> medians = new ArrayList<>();

    Subject(String name, int repeats, Call call) {
      this.name = name;
      this.call = call;
      this.repeats = repeats;
    }

    void measure() throws Exception {
      long start = System.nanoTime();
      for (int i = 0; i < repeats; i++) {
        answer = call.make();
      }
      nanos.add((System.nanoTime() - start) / (double) repeats);
    }

    void endRound() {
      medians.add(median(nanos));
      nanos.clear();
    }
  }

  SideBySide with(String name, Call call) {
    return with(name, 1, call);
  }

  /** Adds a call that is too short for the clock, and made so many times in a row instead. */
  SideBySide with(String name, int repeats, Call call) {
    subjects.add(new Subject(name, repeats, call));
    return this;
  }

  /** Measures rounds of so many calls each, after a time of calls that do not count. */
  Times measure(Duration warmUp, int rounds, int calls) throws Exception {
    for (long start = System.nanoTime(); System.nanoTime() - start < warmUp.toNanos(); ) {
      makeInTurn(1);
    }
    subjects.forEach(subject -> subject.nanos.clear());
    for (int round = 0; round < rounds; round++) {
      makeInTurn(calls);
      subjects.forEach(Subject::endRound);
    }
    return new Times(
        subjects.stream()
            .collect(toMap(subject -> subject.name, subject -> List.copyOf(subject.medians))));
  }

  private void makeInTurn(int calls) throws Exception {
    List<Subject> turns = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      turns.addAll(subjects);
    }
    Collections.shuffle(turns, random);
    for (Subject subject : turns) {
      subject.measure();
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  /** The median nanoseconds of a call, by its name, in every round. */
  record Times(Map<String, List<Double>> medians) {

    double nanos(String name) {
      return median(of(name));
    }

    /** One against another, round by round. */
    Ratio ratio(String name, String beside) {
      List<Double> nanos = of(name);
      List<Double> others = of(beside);
      List<Double> ratios =
          IntStream.range(0, nanos.size())
              .mapToObj(round -> nanos.get(round) / others.get(round))
              .toList();
      return new Ratio(Collections.min(ratios), median(ratios), Collections.max(ratios));
    }

    private List<Double> of(String name) {
      return Optional.ofNullable(medians.get(name)).orElseThrow();
    }
  }

  record Ratio(double least, double median, double most) {}
}
