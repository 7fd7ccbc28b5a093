package dev.stepcache.cli.sagemaker;

import dev.stepcache.application.port.StepRunner.Result.Done;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.util.Map;
import java.util.Optional;

/**
 * The processing job of a ClarifyCheck or QualityCheck step, which calculates a baseline. To
 * compare it with another is no job but SageMaker Pipelines' own doing: a step that asks for it is
 * refused, for otherwise it would pass without having been checked.
 *
 * @param files the file of each calculated baseline, by what its member is called after
 *     CalculatedBaseline and BaselineUsedForDriftCheck
 */
record BaselineCheck(SageMakerJob processing, Map<String, String> files) implements RemoteWork {
  private static final String COMPARES =
      "compares with a baseline (its SkipCheck is not true), which no job of SageMaker's does";

  @Override
  public Optional<String> refusal(ObjectValue step) {
    boolean maySkip = step.member("SkipCheck").filter(ObjectValue.class::isInstance).isPresent();
    return maySkip || skips(step) ? processing.refusal(step) : Optional.of(COMPARES);
  }

  @Override
  public Done run(RemoteJob at) throws AwsFault, WorkFailed, InterruptedException {
    ObjectValue step = at.job().step().content();
    if (!skips(step)) {
      throw new WorkFailed("ClientError: it " + COMPARES);
    }
    Done done = processing.run(at);
    ObjectValue described = done.described();
    Optional<String> output = Outputs.of(described).stream().findFirst();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Optional<AttributeValue> calculated =
          output.map(
              place -> AttributeValue.text(place.replaceFirst("/+$", "") + "/" + file.getValue()));
      Optional<AttributeValue> used =
          isTrue(step, "RegisterNewBaseline")
              ? calculated
              : step.member("SuppliedBaseline" + file.getKey());
      described = with(described, "CalculatedBaseline" + file.getKey(), calculated);
      described = with(described, "BaselineUsedForDriftCheck" + file.getKey(), used);
    }
    return new Done(described, done.stored(), done.written());
  }

  private static ObjectValue with(
      ObjectValue described, String name, Optional<AttributeValue> value) {
    return value.map(found -> described.with(name, found)).orElse(described);
  }

  private static boolean skips(ObjectValue step) {
    return isTrue(step, "SkipCheck");
  }

  /** A parameter's value may be a text. */
  private static boolean isTrue(ObjectValue step, String name) {
    return step.member(name)
        .filter(value ->
            value.equals(new BooleanValue(true))
                || (value instanceof TextValue text && text.text().equalsIgnoreCase("true")))
        .isPresent();
  }
}
