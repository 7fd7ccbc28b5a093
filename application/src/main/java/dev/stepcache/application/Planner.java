package dev.stepcache.application;

import dev.stepcache.application.content.ContentUnreadable;
import dev.stepcache.application.content.Models;
import dev.stepcache.application.content.Places;
import dev.stepcache.application.content.StepKeys;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.CachePolicy;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.pipeline.Condition;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.pipeline.ExecutionFacts.StepResult;
import dev.stepcache.domain.pipeline.StepGraph.Branch;
import dev.stepcache.domain.pipeline.StepGraph.Node;
import dev.stepcache.domain.pipeline.StepResolution;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import io.vavr.control.Either;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Says what an execution would decide, without running or keeping anything. */
public final class Planner {
  private static final Set<StepType> WRITING_NOTHING = Set.of(StepType.CONDITION, StepType.FAIL);

  private final StepCache cache;
  private final StepKeys keys;
  private final Models models;
  private final ObjectStore objects;
  private final RunHistory history;
  private final StepRunner runner;
  private final Identifiers identifiers;

  public Planner(
      StepCache cache,
      StepKeys keys,
      Models models,
      ObjectStore objects,
      RunHistory history,
      StepRunner runner,
      Identifiers identifiers) {
    this.cache = cache;
    this.keys = keys;
    this.models = models;
    this.objects = objects;
    this.history = history;
    this.runner = runner;
    this.identifiers = identifiers;
  }

  /** What is known of a step before the execution. */
  public sealed interface PlannedStep {
    StepName name();

    StepType type();

    record Decided(CacheDecision decision) implements PlannedStep {
      @Override
      public StepName name() {
        return decision.step().name();
      }

      @Override
      public StepType type() {
        return decision.step().type();
      }
    }

    /** It cannot be decided before these steps have run. */
    record Unknown(StepName name, StepType type, SortedSet<StepName> dependsOn)
        implements PlannedStep {}

    /** It would be reached and could not be run: the execution would fail there. */
    record Impossible(StepName name, StepType type, String reason) implements PlannedStep {}
  }

  /** The steps that an execution would decide, each after those it waits for. */
  public List<PlannedStep> plan(ExecutionRequest request) {
    return new Plan(request).steps();
  }

  /** One plan in the making. */
  private final class Plan {
    private final ExecutionRequest request;
    private final Optional<PipelineId> pipeline;
    private final ExecutionId execution = identifiers.execution();
    private final Instant now = cache.now();
    private final Map<StepName, StepResult> results = new HashMap<>();
    private final Map<StepName, Boolean> outcomes = new HashMap<>();

    /** The models that will be made, by name. */
    private final Map<String, ObjectValue> made = new HashMap<>();

    private final PlannedWrites writes = new PlannedWrites();

    private Plan(ExecutionRequest request) {
      this.request = request;
      this.pipeline = history.findPipeline(request.pipeline()).map(Pipeline::id);
    }

    private List<PlannedStep> steps() {
      List<PlannedStep> planned = new ArrayList<>();
      for (StepName name : request.definition().graph().inOrder()) {
        Node node = request.definition().graph().node(name);
        if (isUntaken(node)) {
          results.put(name, new StepResult.Untaken());
        } else {
          planned.add(plan(node));
        }
      }
      return planned;
    }

    private boolean isUntaken(Node node) {
      return node.branch()
          .filter(branch ->
              results.get(branch.condition()) instanceof StepResult.Untaken
                  || outcomes.getOrDefault(branch.condition(), branch.taken()) != branch.taken())
          .isPresent();
    }

    private PlannedStep plan(Node node) {
      try {
        Set<String> files = new HashSet<>();
        StepResolution resolution =
            StepResolution.of(
                node.step(), request.definition(), new NotedFacts(facts(node), files));
        SortedSet<StepName> open = writes.at(files, allWaitedFor(node));
        node.branch()
            .map(Branch::condition)
            .filter(condition -> !outcomes.containsKey(condition))
            .ifPresent(condition -> open.add(condition));
        return switch (resolution) {
          case StepResolution.Waiting(SortedSet<StepName> on, ObjectValue known) -> {
            open.addAll(on);
            yield unknown(node, known, open);
          }
          case StepResolution.Impossible(String reason) ->
              open.isEmpty()
                  ? impossible(node, reason)
                  : unknown(node, node.step().content(), open);
          case StepResolution.Resolved(Step step) ->
              open.isEmpty() ? plan(node, step) : unknown(node, step.content(), open);
        };
      } catch (ContentUnreadable unreadable) {
        return impossible(node, "step " + node.step().name() + ": " + unreadable.message());
      }
    }

    private CurrentFacts facts(Node node) {
      String job = identifiers.job(execution, node.step().name().text());
      return new CurrentFacts(
          request.pipeline(),
          execution,
          now,
          now,
          () -> job,
          runner.kind(),
          request.parameters(),
          results,
          objects);
    }

    private PlannedStep impossible(Node node, String reason) {
      return new PlannedStep.Impossible(node.step().name(), node.step().type(), reason);
    }

    private PlannedStep unknown(Node node, ObjectValue known, SortedSet<StepName> dependsOn) {
      mustRun(node, known);
      return new PlannedStep.Unknown(node.step().name(), node.step().type(), dependsOn);
    }

    private PlannedStep plan(Node node, Step step) {
      if (keys.isModelKeptHere(step, runner)) {
        SortedSet<StepName> writers = writes.at(Places.in(step.arguments()), allWaitedFor(node));
        if (!writers.isEmpty()) {
          return unknown(node, step.content(), writers);
        }
      }
      Optional<KeyDocument> key = keys.of(step, runner, this::digestsOfModel);
      SortedSet<StepName> writers =
          key.map(document -> writes.at(keys.places(step, document), allWaitedFor(node)))
              .orElseGet(TreeSet::new);
      if (!writers.isEmpty()) {
        return unknown(node, step.content(), writers);
      }
      Set<String> outputs = new HashSet<>();
      CacheDecision decision = decide(step, key, outputs);
      writers = writes.at(outputs, allWaitedFor(node));
      if (!writers.isEmpty()) {
        return unknown(node, step.content(), writers);
      }
      resultOf(step, decision)
          .ifPresentOrElse(
              job -> results.put(step.name(), new StepResult.Known(job)),
              () -> mustRun(node, step.content()));
      return new PlannedStep.Decided(decision);
    }

    /** The job that a step will hand on, where that is known without running it. */
    private Optional<AttributeValue> resultOf(Step step, CacheDecision decision) {
      if (step.type().equals(StepType.CONDITION)) {
        Either<String, Boolean> holds = Condition.holds(step);
        holds.forEach(outcome -> outcomes.put(step.name(), outcome));
        return holds.toJavaOptional().map(JobDescription::ofCondition);
      }
      if (keys.isModelKeptHere(step, runner)) {
        String name = models.nameOf(step);
        made.put(name, step.arguments());
        return Optional.of(JobDescription.ofModel(step, name, runner.kind(), execution));
      }
      return decision.outcome() instanceof Outcome.Hit(StepRun.Succeeded source, Duration age)
          ? Optional.of(source.outputs().job())
          : Optional.empty();
    }

    private SortedMap<String, String> digestsOfModel(String name) {
      ObjectValue model = made.get(name);
      return model == null || runner.kind() == RunKind.SIMULATED
          ? models.digests(name)
          : models.digests(name, model);
    }

    private Set<StepName> allWaitedFor(Node node) {
      Set<StepName> all = new HashSet<>();
      Deque<StepName> open = new ArrayDeque<>(node.waitsFor());
      while (!open.isEmpty()) {
        StepName next = open.remove();
        if (all.add(next)) {
          open.addAll(request.definition().graph().node(next).waitsFor());
        }
      }
      return all;
    }

    /** Notes where a step will write; what is simulated writes nothing. */
    private void mustRun(Node node, ObjectValue content) {
      DefinedStep step = node.step();
      if (runner.kind() == RunKind.SIMULATED || WRITING_NOTHING.contains(step.type())) {
        return;
      }
      Step known = new Step(step.name(), step.type(), content, step.cacheConfig());
      if (keys.isModelKeptHere(known, runner)) {
        writes.addModel(known);
      } else {
        writes.add(
            step, content, cache.attributesOf(step.type()), name -> !results.containsKey(name));
      }
    }

    private CacheDecision decide(Step step, Optional<KeyDocument> key, Set<String> outputs) {
      CachePolicy policy = request.policy(cache.policy(step), step.name());
      return cache.decide(
          request.pipeline(),
          pipeline,
          step,
          policy,
          key,
          runner.kind(),
          run -> run.outputs().kept().ifPresent(kept -> outputs.addAll(kept.digests().keySet())));
    }
  }
}
