package dev.stepcache.http.rest;

import dev.stepcache.application.ExecutionRequest.Selection;
import dev.stepcache.application.InFlight;
import dev.stepcache.application.service.StartOrder;
import dev.stepcache.application.service.StartOrderBuilder;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what somebody wants started, or planned. */
final class Orders {
  private static final Map<String, InFlight> IN_FLIGHT =
      Map.of("run", InFlight.RUN, "wait", InFlight.WAIT, "join", InFlight.JOIN);

  private Orders() {}

  static StartOrder read(Body body, PipelineName pipeline, String by) {
    List<StepName> select = body.texts("select", StepName::new);
    Optional<ExecutionId> source = body.text("source", ExecutionId::new);
    if (source.isPresent() && select.isEmpty()) {
      body.fault("source", "results are taken from it for the steps of select: name these");
    }
    StartOrder order =
        new StartOrderBuilder()
            .pipeline(pipeline)
            .version(body.number("version", Long.MAX_VALUE))
            .parameters(body.texts("parameters").orElseGet(TreeMap::new))
            .displayName(body.text("displayName"))
            .description(body.text("description"))
            .maxParallel(body.maxParallel())
            .selection(
                select.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Selection(Set.copyOf(select), source)))
            .refresh(Set.copyOf(body.texts("refresh", StepName::new)))
            .reuse(body.truth("reuse").orElse(true))
            .inFlight(body.choice("inFlight", IN_FLIGHT).orElse(InFlight.RUN))
            .by(by)
            .build();
    body.check();
    return order;
  }
}
