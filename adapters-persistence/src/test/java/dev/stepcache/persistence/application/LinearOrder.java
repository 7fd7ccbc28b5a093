package dev.stepcache.persistence.application;

import static dev.stepcache.domain.cache.OutputCheck.NONE;
import static java.util.Comparator.comparing;

import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.RecordedRun;
import dev.stepcache.application.port.RunHistory.RunQuery;
import dev.stepcache.domain.cache.CachePolicy;
import dev.stepcache.domain.cache.Outcome;
import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.persistence.application.Observed.Act;
import dev.stepcache.persistence.memory.InMemoryRunHistory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for an order in which all that was observed of one key could have happened one after the
 * other. The rules:
 *
 * <ul>
 *   <li>An execution of a step is up to three events: its decision, the start of its run and the
 *       end of its run, in this order; a retraction and a refresh are one each. Decision and start
 *       happen between the question and the beginning of the work, the end between the end of the
 *       work and the answer, all else between question and answer.
 *   <li>What was answered before something else was asked for happens before it (real time).
 *   <li>Each decision, reason and source included, is what the domain's decision function says at
 *       the decision's instant over what has happened before it: the runs started and ended, the
 *       retractions and refreshes (R4 to R7, R13, R16). So no hit has a source that is not there
 *       yet, or one later than which a success was known; no success that was answered is missed.
 *   <li>A run that waits for others or joins them starts only while no other run of the key, but
 *       for retracted ones, is between its start and its end (X6).
 * </ul>
 *
 * Decisions change nothing, so each is put as early as it can be; of the other events every order
 * is tried until one is found.
 */
final class LinearOrder {
  private static final CachePolicy.Enabled POLICY =
      new CachePolicy.Enabled(ExpireAfter.parse("1d").get(), false);

  private static final int MOST_STATES = 20_000;

  private final List<Event> events;
  private final Set<BitSet> visited = new HashSet<>();
  private BitSet furthest = new BitSet();

  /** Something that happened at one instant, between two that are known. */
  private record Event(
      Kind kind, Observed observed, Optional<StepRun> run, Instant from, Instant to) {
    boolean isDecision() {
      return kind == Kind.DECISION;
    }

    @Override
    public String toString() {
      return "%s of %s by %s %s %s"
          .formatted(kind, observed.run(), observed.who(), observed.act(), observed.reason());
    }
  }

  private enum Kind {
    DECISION,
    START,
    END,
    RETRACTION,
    REFRESH
  }

  private LinearOrder(List<Event> events) {
    this.events = events;
  }

  /** What cannot have happened one after the other; empty when all can. */
  static Optional<String> fault(List<Observed> observed, List<? extends StepRun> recorded) {
    Map<String, StepRun> runs =
        recorded.stream().collect(Collectors.toMap(run -> run.id().text(), Function.identity()));
    List<Event> events = new ArrayList<>();
    for (Observed one : observed) {
      if (!one.run().isEmpty() && !runs.containsKey(one.run())) {
        return Optional.of("run %s of %s is not recorded".formatted(one.run(), one.who()));
      }
      events.addAll(events(one, Optional.ofNullable(runs.get(one.run()))));
    }
    events.sort(comparing(Event::to));
    return new LinearOrder(events).fault();
  }

  private static List<Event> events(Observed one, Optional<StepRun> run) {
    return switch (one.act()) {
      case RETRACT ->
          run.stream()
              .map(some -> new Event(Kind.RETRACTION, one, run, one.begin(), one.end()))
              .toList();
      case REFRESH -> List.of(new Event(Kind.REFRESH, one, run, one.begin(), one.end()));
      case RUN, WAIT, JOIN, AGAIN -> {
        Event decision = new Event(Kind.DECISION, one, run, one.begin(), one.workBegan());
        yield one.isRun()
            ? List.of(
                decision,
                new Event(Kind.START, one, run, one.begin(), one.workBegan()),
                new Event(Kind.END, one, run, one.workEnded(), one.end()))
            : List.of(decision);
      }
    };
  }

  private Optional<String> fault() {
    if (isPossible(new BitSet())) {
      return Optional.empty();
    }
    List<Event> left =
        events.stream().filter(event -> !furthest.get(events.indexOf(event))).limit(5).toList();
    return Optional.of(
        "no order of %d events is consistent (%d states tried); at best %d happen, and then none of %s"
            .formatted(events.size(), visited.size(), furthest.cardinality(), left));
  }

  /** Whether the events that have not happened can happen one after the other. */
  private boolean isPossible(BitSet before) {
    BitSet happened = decide(before);
    if (!visited.add(happened) || visited.size() > MOST_STATES) {
      return false;
    }
    if (happened.cardinality() > furthest.cardinality()) {
      furthest = happened;
    }
    if (happened.cardinality() == events.size()) {
      return true;
    }
    Instant earliest = earliestEnd(happened);
    for (int i = happened.nextClearBit(0); i < events.size(); i = happened.nextClearBit(i + 1)) {
      Event event = events.get(i);
      if (!event.isDecision()
          && !event.from().isAfter(earliest)
          && isAllowed(event, happened)
          && isPossible(with(happened, i))) {
        return true;
      }
    }
    return false;
  }

  /** Every decision that can be made now is. */
  private BitSet decide(BitSet before) {
    BitSet happened = (BitSet) before.clone();
    Past past = new Past(before);
    boolean isAny = true;
    while (isAny) {
      isAny = false;
      Instant earliest = earliestEnd(happened);
      for (int i = happened.nextClearBit(0); i < events.size(); i = happened.nextClearBit(i + 1)) {
        Event event = events.get(i);
        if (event.isDecision() && !event.from().isAfter(earliest) && past.explains(event)) {
          happened.set(i);
          isAny = true;
        }
      }
    }
    return happened;
  }

  private static BitSet with(BitSet happened, int event) {
    BitSet more = (BitSet) happened.clone();
    more.set(event);
    return more;
  }

  /** What has not happened yet happens no earlier than what must happen next. */
  private Instant earliestEnd(BitSet happened) {
    int next = happened.nextClearBit(0);
    return next < events.size() ? events.get(next).to() : Instant.MAX;
  }

  private boolean isAllowed(Event event, BitSet happened) {
    if (event.kind() != Kind.START) {
      return true;
    }
    boolean isDecided =
        happened.stream()
            .mapToObj(events::get)
            .anyMatch(other -> other.isDecision() && other.observed().equals(event.observed()));
    return isDecided && (!event.observed().takesTurns() || new Past(happened).isQuiet());
  }

  /** What a history holds after some events. */
  private final class Past {
    private final InMemoryRunHistory history = new InMemoryRunHistory(InstantSource.system());
    private final Set<StepRunId> goingOn = new HashSet<>();
    private final PipelineId pipeline = history.openPipeline(Order.PIPELINE, Instant.EPOCH).id();

    Past(BitSet happened) {
      List<Event> all = happened.stream().mapToObj(events::get).toList();
      all.stream().filter(event -> event.kind() == Kind.START).forEach(this::start);
      all.stream().filter(event -> event.kind() == Kind.END).forEach(this::end);
      all.stream().filter(event -> event.kind() == Kind.RETRACTION).forEach(this::retract);
      all.stream().filter(event -> event.kind() == Kind.REFRESH).forEach(this::refresh);
    }

    private StepRun here(Event event) {
      return event.run().orElseThrow().in(pipeline);
    }

    private void start(Event event) {
      history.start(here(event).started(), Optional.empty());
      goingOn.add(event.run().orElseThrow().id());
    }

    private void end(Event event) {
      if (here(event) instanceof StepRun.Ended ended) {
        history.complete(ended, Optional.empty());
        goingOn.remove(ended.id());
      }
    }

    private void retract(Event event) {
      history.retract(here(event).id(), event.observed().decidedAt(), "retracted");
      goingOn.remove(event.run().orElseThrow().id());
    }

    private void refresh(Event event) {
      history.refresh(pipeline, Optional.empty(), event.observed().decidedAt());
    }

    /** Whether no run is going on that another would have to wait for. */
    boolean isQuiet() {
      return goingOn.isEmpty();
    }

    /** Whether a decision is the domain's. */
    boolean explains(Event event) {
      Observed seen = event.observed();
      Outcome outcome = decide(seen);
      return switch (outcome) {
        case Outcome.Hit hit -> seen.isHit() && hit.source().id().text().equals(seen.run());
        case Outcome.Miss miss -> miss.reason().code().equals(seen.reason());
        case Outcome.Bypass bypass -> false;
      };
    }

    private Outcome decide(Observed seen) {
      CachePolicy.Enabled policy =
          seen.act() == Act.AGAIN ? (CachePolicy.Enabled) POLICY.refreshing() : POLICY;
      StepRun any =
          events.stream().flatMap(event -> event.run().stream()).findFirst().orElseThrow();
      return policy.decide(
          any.key(), history.pastRuns(any.in(pipeline).scope()), NONE, seen.decidedAt());
    }
  }

  /** The runs of a key, as a history has recorded them. */
  static List<StepRun> runs(RunHistory history, String key) {
    try (Stream<RecordedRun> all = history.runs(new RunQuery(Optional.empty(), Optional.empty()))) {
      return all.map(RecordedRun::run)
          .filter(run -> run.scope().step().text().equals(key))
          .toList();
    }
  }
}
