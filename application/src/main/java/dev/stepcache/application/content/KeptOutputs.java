package dev.stepcache.application.content;

import dev.stepcache.application.content.Verification.Mode;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.cache.OutputCheck;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepOutputs.Kept;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.signature.KeyDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The objects that runs wrote: noted when a run succeeds, looked at before it is reused (X7). */
public final class KeptOutputs {
  /** How long one decision goes on to look at further runs. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ObjectStore objects;
  private final Verification verification;
  private final InstantSource clock;
  private final KnownBad knownBad;

  /**
   * @param clock the machine's own time, never a set one
   * @param state a folder for what is remembered from one process to the next
   */
  public KeptOutputs(
      ObjectStore objects, Verification verification, InstantSource clock, Path state) {
    this.objects = objects;
    this.verification = verification;
    this.clock = clock;
    this.knownBad = new KnownBad(state.resolve("known-bad"), clock);
  }

  /**
   * What is kept here of what a run wrote; nothing is claimed of other places.
   *
   * @param stored digests of single objects that are known
   * @param written places where the digests of all objects are taken now
   */
  public Optional<Kept> note(SortedMap<String, String> stored, Set<String> written) {
    SortedMap<String, String> digests = new TreeMap<>();
    for (String place : written) {
      try {
        digests.putAll(objects.objects(place));
      } catch (IOException e) {
        throw new ContentUnreadable(place + " cannot be read: " + e.getMessage(), e);
      }
    }
    digests.putAll(stored);
    return digests.isEmpty()
        ? Optional.empty()
        : Optional.of(new Kept(objects.identity(), digests));
  }

  /** The check of one decision, which begins now. */
  public OutputCheck check() {
    Instant deadline = clock.instant().plus(PATIENCE);
    return new OutputCheck() {
      @Override
      public Optional<String> missing(Succeeded run) {
        return KeptOutputs.this.missing(run);
      }

      @Override
      public boolean looksFurther(int looked) {
        return OutputCheck.super.looksFurther(looked) && clock.instant().isBefore(deadline);
      }
    };
  }

  private Optional<String> missing(Succeeded run) {
    Mode mode = verification.of(run.scope().step());
    if (run.scope().kind() == RunKind.SIMULATED || mode == Mode.NONE) {
      return Optional.empty();
    }
    return run.outputs().kept().flatMap(kept -> missing(run.id(), kept, mode));
  }

  private Optional<String> missing(StepRunId run, Kept kept, Mode mode) {
    if (!kept.place().equals(objects.identity())) {
      return Optional.of("its outputs lie in another object store, " + kept.place());
    }
    Optional<String> known = objects.isRemote() ? knownBad.find(run, mode) : Optional.empty();
    if (known.isPresent()) {
      return known;
    }
    try {
      Optional<String> fault = fault(kept.digests(), mode);
      if (objects.isRemote()) {
        fault.ifPresent(what -> knownBad.remember(run, mode, what));
      }
      return fault;
    } catch (IOException e) {
      return Optional.of("its outputs cannot be read: " + e.getMessage());
    }
  }

  private Optional<String> fault(SortedMap<String, String> recorded, Mode mode) throws IOException {
    SortedMap<String, String> found = found(recorded, mode);
    for (Map.Entry<String, String> object : recorded.entrySet()) {
      String digest = found.get(object.getKey());
      if (digest == null) {
        return Optional.of("its output " + object.getKey() + " is gone");
      }
      if (!digest.equals(object.getValue())) {
        return Optional.of("its output " + object.getKey() + " has other content now");
      }
    }
    return Optional.empty();
  }

  /** The objects that are there; their digests are the recorded ones where only that is asked. */
  private SortedMap<String, String> found(SortedMap<String, String> recorded, Mode mode)
      throws IOException {
    SortedSet<String> uris = new TreeSet<>(recorded.keySet());
    if (mode == Mode.DIGEST) {
      return objects.digests(uris);
    }
    SortedMap<String, String> existing = new TreeMap<>(recorded);
    existing.keySet().retainAll(objects.existing(uris));
    return existing;
  }

  /**
   * Outputs made elsewhere, of which only what is kept here is noted. The places that the run read
   * may be told in them too, and are none of its outputs.
   */
  public StepOutputs outputs(AttributeValue job, KeyDocument key) {
    Set<String> written = new TreeSet<>(Places.in(job));
    written.removeAll(Places.in(key.attributes()));
    return new StepOutputs(job, note(new TreeMap<>(), written));
  }
}
