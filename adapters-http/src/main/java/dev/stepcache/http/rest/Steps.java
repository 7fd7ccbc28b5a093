package dev.stepcache.http.rest;

import dev.stepcache.application.service.Pipelines;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.step.Step;
import jakarta.inject.Inject;
import java.util.Optional;

/** Reads steps that were sent, with no expressions left in them. */
final class Steps {
  private final Pipelines pipelines;

  @Inject
  Steps(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  /** The step that a body has to have, and all else in it that was read before, checked. */
  Step read(Body body) {
    Optional<AttributeValue> sent = body.needed("step");
    Optional<Step> step = sent.flatMap(value -> read(value, body));
    body.check();
    return step.orElseThrow();
  }

  private Optional<Step> read(AttributeValue sent, Body body) {
    pipelines
        .fileFaults(sent)
        .forEach(fault -> body.faultWithin("step", fault.pointer(), fault.message()));
    return DefinedStep.readResolved(sent)
        .fold(
            problems -> {
              problems.forEach(
                  problem -> body.faultWithin("step", problem.path().pointer(), problem.message()));
              return Optional.empty();
            },
            Optional::of);
  }
}
