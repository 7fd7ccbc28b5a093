package dev.stepcache.application;

import dev.stepcache.application.content.Models;
import dev.stepcache.application.content.Places;
import dev.stepcache.domain.attribute.AttributeSet;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Where steps that have yet to run will write, as far as their definitions tell. */
final class PlannedWrites {
  private final Map<StepName, Written> byStep = new HashMap<>();

  /**
   * What a step writes.
   *
   * @param anywhere whether it may write elsewhere too: a place of it depends on other steps
   */
  private record Written(Set<String> places, boolean anywhere) {}

  /**
   * Notes the places that a step names and does not merely read.
   *
   * @param content what is known of its members
   * @param counting the attributes that count, none of a step that is not cacheable
   * @param isPending whether a step has yet to run
   */
  void add(
      DefinedStep step,
      ObjectValue content,
      Optional<AttributeSet> counting,
      Predicate<StepName> isPending) {
    Set<String> places = new HashSet<>(Places.in(content));
    counting.ifPresent(attributes -> places.removeAll(Places.read(attributes.select(content))));
    places.addAll(Places.written(content));
    boolean anywhere =
        counting.map(step::readsBeside).orElseGet(step::reads).stream().anyMatch(isPending);
    byStep.put(step.name(), new Written(places, anywhere));
  }

  /** Notes that a step makes a model, of the name that is given in it. */
  void addModel(Step step) {
    step.arguments()
        .textMember("ModelName")
        .ifPresent(name -> byStep.put(step.name(), new Written(Set.of(Models.uri(name)), false)));
  }

  /** Which of some steps may write to any of these places. */
  SortedSet<StepName> at(Collection<String> places, Set<StepName> steps) {
    SortedSet<StepName> writers = new TreeSet<>(steps);
    writers.removeIf(step -> {
      Written written = byStep.getOrDefault(step, new Written(Set.of(), false));
      return places.stream().noneMatch(place -> mayReach(written, place));
    });
    return writers;
  }

  private static boolean mayReach(Written written, String place) {
    return written.anywhere()
        || written.places().stream().anyMatch(other -> Places.overlap(other, place));
  }
}
