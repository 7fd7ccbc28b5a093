package dev.stepcache.persistence.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.application.Planner.PlannedStep;
import dev.stepcache.domain.cache.CacheDecision;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.persistence.memory.InMemoryRunHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgreementTest {
  private static final int DEFINITIONS = 8;
  private static final int EXECUTIONS = 4;

  @TempDir Path folder;

  @ParameterizedTest(name = "of seed {0}")
  @DisplayName("Whatever the definition, a plan says what the execution after it decides")
  @ValueSource(ints = {1, 2, 3})
  void a_plan_says_what_the_execution_decides(int seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < DEFINITIONS; i++) {
      SettableClock clock = new SettableClock();
      try (Bench bench =
          new Bench(folder.resolve("definition" + i), clock, new InMemoryRunHistory(clock))) {
        Order order = Order.of(AnyDefinition.of(random));
        for (String file : AnyDefinition.FILES) {
          bench.file(file, "0");
        }
        for (String parameter : AnyDefinition.PARAMETERS) {
          order = order.with(parameter, "0");
        }
        for (int j = 0; j < EXECUTIONS; j++) {
          List<PlannedStep> plan = bench.plan(order);
          ExecutionReport report = bench.succeed(order);
          assertAgreement(order, plan, report);
          Bench.reasons(plan).values().forEach(reason -> seen.add(reason.split(" ", 2)[0]));
          order = changed(order, bench, random);
        }
      }
    }
    assertThat(seen)
        .contains("REUSED", "UNKNOWN", "NO_PREVIOUS_RUN", "ATTRIBUTES_CHANGED", "CACHING_DISABLED");
  }

  /** Another time, perhaps with another parameter or file. */
  private static Order changed(Order order, Bench bench, SplittableRandom random)
      throws IOException {
    return switch (random.nextInt(4)) {
      case 0 -> {
        bench.file(AnyDefinition.FILES.get(random.nextInt(2)), "" + random.nextInt(2));
        yield order;
      }
      case 1, 2 ->
          order.with(AnyDefinition.PARAMETERS.get(random.nextInt(2)), "" + random.nextInt(2));
      default -> order;
    };
  }

  private static void assertAgreement(Order order, List<PlannedStep> plan, ExecutionReport report) {
    Map<StepName, CacheDecision> decided = new LinkedHashMap<>();
    for (StepReport step : report.steps()) {
      decided.put(step.name(), step.decision());
    }
    assertThat(plan.stream().map(PlannedStep::name).toList())
        .as(order.toString())
        .containsAll(decided.keySet());
    Map<String, String> reasons = Bench.reasons(plan);
    for (PlannedStep step : plan) {
      String what = step.name() + " of " + order;
      switch (step) {
        case PlannedStep.Decided(CacheDecision planned) -> {
          assertThat(decided).as(what).containsKey(step.name());
          CacheDecision made = decided.getOrDefault(step.name(), planned);
          assertThat(Bench.reason(made)).as(what).isEqualTo(Bench.reason(planned));
          assertThat(made.signature()).as(what).isEqualTo(planned.signature());
          assertThat(sourceOf(made)).as(what).isEqualTo(sourceOf(planned));
        }
        case PlannedStep.Unknown unknown ->
            assertThat(unknown.dependsOn())
                .as(what)
                .isNotEmpty()
                .allSatisfy(
                    upstream -> assertThat(reasons.get(upstream.text())).isNotEqualTo("REUSED"));
        case PlannedStep.Impossible impossible ->
            throw new AssertionError(what + ": " + impossible.reason());
      }
    }
  }

  private static Optional<StepRunId> sourceOf(CacheDecision decision) {
    return decision.outcome() instanceof Outcome.Hit hit
        ? Optional.of(hit.source().id())
        : Optional.empty();
  }
}
