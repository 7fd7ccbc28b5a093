package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.pipeline.ExecutionFacts.StepResult;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One resolution of one step. */
final class StepResolver {
  private final PipelineDefinition definition;
  private final ExecutionFacts facts;
  private final SortedSet<StepName> waiting = new TreeSet<>();
  private @Nullable String impossible;

  StepResolver(PipelineDefinition definition, ExecutionFacts facts) {
    this.definition = definition;
    this.facts = facts;
  }

  StepResolution resolve(DefinedStep step) {
    ObjectValue content =
        step.template().fill(step.content(), this::evaluate).asObject().orElseThrow();
    if (impossible != null) {
      return new StepResolution.Impossible("step " + step.name() + ": " + impossible);
    }
    if (!waiting.isEmpty()) {
      return new StepResolution.Waiting(waiting, content);
    }
    // What is read deep inside one document may have been put deep inside another.
    if (content.isDeeper(AttributeValue.MAX_DEPTH)) {
      return new StepResolution.Impossible(
          "step %s: its values are nested more than %d levels deep"
              .formatted(step.name(), AttributeValue.MAX_DEPTH));
    }
    return new StepResolution.Resolved(
        new Step(step.name(), step.type(), content, step.cacheConfig()));
  }

  /** The value with its expressions replaced; null stands where one could not be. */
  private AttributeValue value(AttributeValue value) {
    return new TemplateReader().read(value).fill(value, this::evaluate);
  }

  private AttributeValue evaluate(Expression expression) {
    return switch (expression) {
      case Expression.Parameter(String name) ->
          facts.parameter(name).orElseGet(() -> cannot("parameter " + name + " has no value"));
      case Expression.Variable(ExecutionVariable variable) ->
          new TextValue(facts.variable(variable));
      case Expression.Property(StepName step, PropertyPath path) -> property(step, path);
      case Expression.Join join -> join(join);
      case Expression.FileProperty property -> fileProperty(property);
      case Expression.ObjectProperty(AttributeValue uri, PropertyPath path) ->
          value(uri) instanceof TextValue text
              ? jsonAt(text.text(), path)
              : unlessOpen("the S3Uri of a Std:JsonGet is no text");
    };
  }

  private AttributeValue property(StepName step, PropertyPath path) {
    Optional<AttributeValue> job = jobOf(step);
    if (job.isEmpty()) {
      return nothingYet();
    }
    Optional<AttributeValue> found = found(job.get(), step, path);
    return found.isPresent()
        ? found.get()
        : cannot("it reads %s of step %s, whose result has no such value".formatted(path, step));
  }

  private Optional<AttributeValue> found(AttributeValue job, StepName step, PropertyPath path) {
    return facts.kind() == RunKind.SIMULATED
        ? SimulatedJob.property(job, step, path)
        : path.in(job);
  }

  private Optional<AttributeValue> jobOf(StepName step) {
    return switch (facts.result(step)) {
      case StepResult.Known(AttributeValue job) -> Optional.of(job);
      case StepResult.Pending() -> {
        waiting.add(step);
        yield Optional.empty();
      }
      case StepResult.Untaken() -> {
        cannot("it reads from step " + step + ", which stands in a branch that is not taken");
        yield Optional.empty();
      }
    };
  }

  private AttributeValue join(Expression.Join join) {
    List<String> parts = new ArrayList<>();
    for (AttributeValue part : join.values()) {
      AttributeValue value = value(part);
      Optional<String> text = Expression.joined(value);
      if (text.isEmpty()) {
        return unlessOpen("Std:Join takes nothing but texts, numbers and Booleans");
      }
      parts.add(text.get());
    }
    return new TextValue(String.join(join.on(), parts));
  }

  private AttributeValue fileProperty(Expression.FileProperty property) {
    Optional<AttributeValue> job = jobOf(property.step());
    if (job.isEmpty()) {
      return nothingYet();
    }
    if (facts.kind() == RunKind.SIMULATED) {
      return AttributeValue.number(0);
    }
    // The file is looked up in today's definition: it may be newer than the run that is reused.
    Optional<ObjectValue> file =
        definition
            .step(property.step())
            .flatMap(step -> namedFile(step.content(), property.file()));
    Optional<String> uri = file.flatMap(f -> uriOf(f, job.get()));
    return uri.map(place -> jsonAt(place, property.path()))
        .orElseGet(() ->
            cannot(
                "step %s has no property file %s below one of its outputs"
                    .formatted(property.step(), property.file())));
  }

  private static Optional<ObjectValue> namedFile(ObjectValue step, String name) {
    return step.itemsOf("PropertyFiles").stream()
        .flatMap(item -> item.asObject().stream())
        .filter(file -> file.textMember("PropertyFileName").filter(name::equals).isPresent())
        .findFirst();
  }

  private static Optional<String> uriOf(ObjectValue file, AttributeValue job) {
    Optional<String> output = file.textMember("OutputName");
    Optional<String> path = file.textMember("FilePath");
    return job.asObject().flatMap(j -> j.objectMember("ProcessingOutputConfig")).stream()
        .flatMap(config -> config.itemsOf("Outputs").stream())
        .flatMap(item -> item.asObject().stream())
        .filter(item -> item.textMember("OutputName").equals(output))
        .findFirst()
        .flatMap(item -> item.objectMember("S3Output"))
        .flatMap(s3 -> s3.textMember("S3Uri"))
        .flatMap(place -> path.map(p -> place.replaceAll("/+$", "") + "/" + p));
  }

  private AttributeValue jsonAt(String uri, PropertyPath path) {
    if (facts.kind() == RunKind.SIMULATED) {
      return AttributeValue.number(0);
    }
    return facts
        .json(uri)
        .fold(
            reason -> cannot("it reads " + uri + ": " + reason),
            document ->
                path.in(document)
                    .orElseGet(() -> cannot("there is no %s in %s".formatted(path, uri))));
  }

  private static AttributeValue nothingYet() {
    return new NullValue();
  }

  /** A value of the wrong kind is a fault, unless it stands for one that is not known yet. */
  private AttributeValue unlessOpen(String fault) {
    return waiting.isEmpty() ? cannot(fault) : nothingYet();
  }

  private AttributeValue cannot(String reason) {
    if (impossible == null) {
      impossible = reason;
    }
    return nothingYet();
  }
}
