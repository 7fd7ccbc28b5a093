package dev.stepcache.persistence.application;

import static dev.stepcache.persistence.application.Bench.reasons;
import static dev.stepcache.persistence.application.Steps.processing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.stepcache.application.ExecutionListener;
import dev.stepcache.application.ExecutionReport;
import dev.stepcache.application.InFlight;
import dev.stepcache.application.Leases;
import dev.stepcache.application.content.InputRule;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.persistence.memory.InMemoryRunHistory;
import dev.stepcache.persistence.objects.ObjectStores;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class DifferingClocksTest {
  @TempDir Path folder;

  /** Of several machines no two have one time. */
  @ParameterizedTest
  @EnumSource(names = {"WAIT", "JOIN"})
  void X6_a_run_that_ended_on_a_machine_whose_clock_is_ahead_is_reused(InFlight inFlight)
      throws Exception {
    RunHistory history = new InMemoryRunHistory(InstantSource.system());
    InstantSource behind = () -> InstantSource.system().instant().minusMillis(800);

    assertThat(reasons(execute(history, history.clock(), inFlight)))
        .containsExactly(entry("A", "NO_PREVIOUS_RUN"));
    assertThat(reasons(execute(history, behind, inFlight))).containsExactly(entry("A", "REUSED"));
  }

  private ExecutionReport execute(RunHistory history, InstantSource clock, InFlight inFlight)
      throws InterruptedException {
    ObjectStore objects = ObjectStores.open(folder.resolve("s3"), folder, InstantSource.system());
    Jobs jobs = new Jobs(objects, RunKind.REAL);
    try (Machine machine =
        new Machine(folder, clock, history, objects, jobs, InputRule.CONTENT, Leases.LENGTH)) {
      return machine
          .executor()
          .begin(Order.of(processing("A")).inFlight(inFlight).request(), ExecutionListener.NONE)
          .getOrElseThrow(refusal -> new AssertionError(refusal.message()))
          .await();
    }
  }
}
