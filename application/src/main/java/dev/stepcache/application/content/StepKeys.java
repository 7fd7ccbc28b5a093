package dev.stepcache.application.content;

import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The key document of a step, with the content of what it names locally (SPEC 4, X5). */
public final class StepKeys {
  private final CacheableTypes cacheable;
  private final ObjectStore objects;
  private final Models models;
  private final InputRule rule;

  public StepKeys(CacheableTypes cacheable, ObjectStore objects, Models models, InputRule rule) {
    this.cacheable = cacheable;
    this.objects = objects;
    this.models = models;
    this.rule = rule;
  }

  /** The key document of a step that nothing here runs; none of a type that is not cacheable. */
  public Optional<KeyDocument> of(Step step) {
    return of(step, new TreeMap<>(), models::digests);
  }

  /** The key document of a step and of what a runner would run for it (X3). */
  public Optional<KeyDocument> of(Step step, StepRunner runner) {
    return of(step, runner, models::digests);
  }

  /**
   * The key document of a step and of what a runner would run for it.
   *
   * @param modelDigests what a model of a name is made of
   */
  public Optional<KeyDocument> of(
      Step step, StepRunner runner, Function<String, SortedMap<String, String>> modelDigests) {
    return of(step, program(step, runner), modelDigests);
  }

  /** Whether a step's work is to keep a model here: neither runner nor command does it (X3). */
  public boolean isModelKeptHere(Step step, StepRunner runner) {
    return step.type().equals(StepType.MODEL)
        && !runner.makesModels()
        && program(step, runner).isEmpty();
  }

  private static SortedMap<String, String> program(Step step, StepRunner runner) {
    try {
      return runner.program(step);
    } catch (IOException e) {
      throw new ContentUnreadable("its command cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<KeyDocument> of(
      Step step,
      SortedMap<String, String> program,
      Function<String, SortedMap<String, String>> modelDigests) {
    return cacheable
        .attributesOf(step.type())
        .map(counting -> KeyDocument.of(step, counting))
        .map(key -> key.withContent(inputs(step, key, program, modelDigests)));
  }

  private SortedMap<String, String> inputs(
      Step step,
      KeyDocument key,
      SortedMap<String, String> program,
      Function<String, SortedMap<String, String>> modelDigests) {
    SortedMap<String, String> inputs = new TreeMap<>(program);
    if (rule == InputRule.CONTENT) {
      for (String place : Places.read(key.attributes())) {
        Digests.of(objects, place).ifPresent(digest -> inputs.put(place, digest));
      }
      modelOf(step).ifPresent(model -> inputs.putAll(modelDigests.apply(model)));
    }
    return inputs;
  }

  private static Optional<String> modelOf(Step step) {
    return step.type().equals(StepType.TRANSFORM)
        ? step.arguments().textMember("ModelName")
        : Optional.empty();
  }

  /** The places whose content counts for a step of this key, whether anything is there or not. */
  public Set<String> places(Step step, KeyDocument key) {
    Set<String> places = new TreeSet<>();
    if (rule == InputRule.CONTENT) {
      places.addAll(Places.read(key.attributes()));
      key.inputs().keySet().stream().filter(Places::isPlace).forEach(places::add);
      modelOf(step).map(Models::uri).ifPresent(places::add);
    }
    return places;
  }
}
