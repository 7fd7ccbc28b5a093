package dev.stepcache.application.content;

import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.cache.OutputCheck;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepOutputs.Kept;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.signature.KeyDocument;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The objects that runs wrote: noted when a run succeeds, looked at before it is reused (X7). */
public final class KeptOutputs implements OutputCheck {
  private final ObjectStore objects;

  public KeptOutputs(ObjectStore objects) {
    this.objects = objects;
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

  @Override
  public Optional<String> missing(Succeeded run) {
    if (run.scope().kind() == RunKind.SIMULATED) {
      return Optional.empty();
    }
    return run.outputs().kept().flatMap(this::missing);
  }

  private Optional<String> missing(Kept kept) {
    if (!kept.place().equals(objects.identity())) {
      return Optional.of("its outputs lie in another object store, " + kept.place());
    }
    for (Map.Entry<String, String> object : kept.digests().entrySet()) {
      Optional<String> fault = fault(object.getKey(), object.getValue());
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private Optional<String> fault(String uri, String recorded) {
    try {
      String found = objects.objects(uri).get(uri);
      if (found == null) {
        return Optional.of("its output " + uri + " is gone");
      }
      return found.equals(recorded)
          ? Optional.empty()
          : Optional.of("its output " + uri + " has other content now");
    } catch (IOException e) {
      return Optional.of("its output " + uri + " cannot be read: " + e.getMessage());
    }
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
