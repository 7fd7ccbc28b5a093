package dev.stepcache.application;

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
import dev.stepcache.domain.pipeline.ExecutionFacts.StepResult;
import dev.stepcache.domain.pipeline.StepGraph.Branch;
import dev.stepcache.domain.pipeline.StepGraph.Node;
import dev.stepcache.domain.pipeline.StepResolution;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
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
import java.util.SortedSet;
import java.util.TreeSet;

/** Says what an execution would decide, without running or keeping anything. */
public final class Planner {
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

    /** The places that steps which must run will write to. */
    private final Map<StepName, Set<String>> toBeWritten = new HashMap<>();

    private Plan(ExecutionRequest request) {
      this.request = request;
      this.pipeline = history.findPipeline(request.pipeline()).map(Pipeline::id);
    }

    private List<PlannedStep> steps() {
      List<PlannedStep> planned = new ArrayList<>();
      for (StepName name : request.definition().graph().inOrder()) {
        Node node = request.definition().graph().node(name);
        switch (standing(node)) {
          case TAKEN -> planned.add(plan(node));
          case UNTAKEN -> results.put(name, new StepResult.Untaken());
          case OPEN ->
              planned.add(unknown(node, new TreeSet<>(conditionOf(node).stream().toList())));
        }
      }
      return planned;
    }

    private Standing standing(Node node) {
      if (node.branch().isEmpty()) {
        return Standing.TAKEN;
      }
      Branch branch = node.branch().get();
      if (results.get(branch.condition()) instanceof StepResult.Untaken) {
        return Standing.UNTAKEN;
      }
      Boolean outcome = outcomes.get(branch.condition());
      if (outcome == null) {
        return Standing.OPEN;
      }
      return outcome == branch.taken() ? Standing.TAKEN : Standing.UNTAKEN;
    }

    private static Optional<StepName> conditionOf(Node node) {
      return node.branch().map(Branch::condition);
    }

    private PlannedStep unknown(Node node, SortedSet<StepName> dependsOn) {
      mustRun(node.step().name(), node.step().type(), node.step().content());
      return new PlannedStep.Unknown(node.step().name(), node.step().type(), dependsOn);
    }

    private PlannedStep plan(Node node) {
      CurrentFacts facts =
          new CurrentFacts(
              request.pipeline(),
              execution,
              now,
              now,
              identifiers.job(execution, node.step().name().text()),
              runner.kind(),
              request.parameters(),
              results,
              objects);
      return switch (StepResolution.of(node.step(), request.definition(), facts)) {
        case StepResolution.Waiting(SortedSet<StepName> on) -> unknown(node, on);
        case StepResolution.Impossible(String reason) ->
            new PlannedStep.Impossible(node.step().name(), node.step().type(), reason);
        case StepResolution.Resolved(Step step) -> plan(node, step);
      };
    }

    private PlannedStep plan(Node node, Step step) {
      if (step.type().equals(StepType.CONDITION)) {
        Either<String, Boolean> holds = Condition.holds(step);
        holds.forEach(outcome -> {
          outcomes.put(step.name(), outcome);
          known(
              step,
              AttributeValue.object(
                  Map.of("Outcome", AttributeValue.text(outcome ? "True" : "False"))));
        });
      } else if (step.type().equals(StepType.MODEL)) {
        known(step, JobDescription.ofModel(step, models.nameOf(step)));
      }
      Optional<KeyDocument> key = keys.of(step, runner);
      SortedSet<StepName> writers =
          key.map(document -> writersOfInputs(node, document)).orElseGet(TreeSet::new);
      if (!writers.isEmpty()) {
        return unknown(node, writers);
      }
      CacheDecision decision = decide(step, key);
      if (decision.outcome() instanceof Outcome.Hit(StepRun.Succeeded source, Duration age)) {
        known(step, source.outputs().job());
      } else {
        mustRun(step.name(), step.type(), step.content());
      }
      return new PlannedStep.Decided(decision);
    }

    private void known(Step step, AttributeValue job) {
      results.put(step.name(), new StepResult.Known(job));
    }

    /** The steps yet to run, of those waited for, that write where this step's inputs lie. */
    private SortedSet<StepName> writersOfInputs(Node node, KeyDocument key) {
      SortedSet<String> inputs = Places.read(key.attributes());
      SortedSet<StepName> writers = new TreeSet<>(allWaitedFor(node));
      writers.removeIf(writer ->
          toBeWritten.getOrDefault(writer, Set.of()).stream()
              .noneMatch(place -> inputs.stream().anyMatch(in -> Places.overlap(place, in))));
      return writers;
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

    /** Notes the places that a step names and does not read. */
    private void mustRun(StepName name, StepType type, ObjectValue content) {
      cache
          .attributesOf(type)
          .ifPresent(counting -> {
            Set<String> places = new HashSet<>(Places.in(content));
            places.removeAll(Places.read(counting.select(content)));
            toBeWritten.put(name, places);
          });
    }

    private CacheDecision decide(Step step, Optional<KeyDocument> key) {
      CachePolicy policy = request.policy(cache.policy(step), step.name());
      return cache.decide(request.pipeline(), pipeline, step, policy, key, runner.kind());
    }
  }

  private enum Standing {
    TAKEN,
    UNTAKEN,
    OPEN
  }
}
