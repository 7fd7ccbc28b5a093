package dev.stepcache.application.content;

import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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
    return of(step, new TreeMap<>());
  }

  /** The key document of a step and of what a runner would run for it (X3). */
  public Optional<KeyDocument> of(Step step, StepRunner runner) {
    try {
      return of(step, runner.program(step));
    } catch (IOException e) {
      throw new ContentUnreadable(
          "the command of step %s cannot be read: %s".formatted(step.name(), e.getMessage()), e);
    }
  }

  private Optional<KeyDocument> of(Step step, SortedMap<String, String> program) {
    return cacheable
        .attributesOf(step.type())
        .map(counting -> KeyDocument.of(step, counting))
        .map(key -> key.withContent(inputs(step, key, program)));
  }

  private SortedMap<String, String> inputs(
      Step step, KeyDocument key, SortedMap<String, String> program) {
    SortedMap<String, String> inputs = new TreeMap<>(program);
    if (rule == InputRule.CONTENT) {
      for (String place : Places.read(key.attributes())) {
        Digests.of(objects, place).ifPresent(digest -> inputs.put(place, digest));
      }
      if (step.type().equals(StepType.TRANSFORM)) {
        step.arguments()
            .textMember("ModelName")
            .ifPresent(model -> inputs.putAll(models.digests(model)));
      }
    }
    return inputs;
  }
}
