package dev.stepcache.domain.pipeline;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeSet;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A step as a definition has it, its expressions not resolved.
 *
 * @param content all members of the step but the steps of a Condition's branches
 * @param template the expressions in its content
 * @param dependsOn the steps named in {@code DependsOn}
 * @param ifSteps the steps that a Condition runs when it holds
 * @param elseSteps the steps that a Condition runs when it does not
 * @param path the step's place in the definition
 */
public record DefinedStep(
    StepName name,
    StepType type,
    ObjectValue content,
    Template template,
    CacheConfig cacheConfig,
    Set<StepName> dependsOn,
    List<DefinedStep> ifSteps,
    List<DefinedStep> elseSteps,
    AttributePath path) {

  public DefinedStep {
    dependsOn = Set.copyOf(dependsOn);
    ifSteps = List.copyOf(ifSteps);
    elseSteps = List.copyOf(elseSteps);
  }

  /**
   * Reads a step that stands alone, with no expressions left in it (SPEC 7); the invalid side has
   * every fault that was found, with its place in the step.
   */
  public static Validation<Seq<Problem>, Step> readResolved(AttributeValue step) {
    return new DefinitionReader().readResolved(step);
  }

  /** This step and all steps in its branches, outer ones first. */
  public Stream<DefinedStep> withNested() {
    if (ifSteps.isEmpty() && elseSteps.isEmpty()) {
      return Stream.of(this);
    }
    return Stream.concat(
        Stream.of(this),
        Stream.of(ifSteps, elseSteps).flatMap(List::stream).flatMap(DefinedStep::withNested));
  }

  /** The steps whose results this step reads. */
  public Set<StepName> reads() {
    return stepsOf(expressionsOf(template));
  }

  /**
   * The steps whose results it reads for anything but these attributes, such as for its outputs.
   */
  public Set<StepName> readsBeside(AttributeSet counting) {
    List<Expression> expressions = expressionsOf(template);
    new TemplateReader().read(counting.select(content)).visit(expressions::remove);
    return stepsOf(expressions);
  }

  private static List<Expression> expressionsOf(Template template) {
    List<Expression> expressions = new ArrayList<>();
    template.visit(expressions::add);
    return expressions;
  }

  private static Set<StepName> stepsOf(List<Expression> expressions) {
    Set<StepName> names = new HashSet<>();
    expressions.forEach(found -> Expressions.stepOf(found).ifPresent(names::add));
    return names;
  }
}
