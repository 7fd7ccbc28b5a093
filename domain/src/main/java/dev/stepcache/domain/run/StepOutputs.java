package dev.stepcache.domain.run;

import static java.util.Collections.unmodifiableSortedMap;

import dev.stepcache.domain.attribute.AttributeValue;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a successful run hands on (R12, X4).
 *
 * @param job the whole job as a Describe… call would answer it, or whatever a foreign run recorded
 * @param kept the objects it wrote where this machine keeps them; empty where none are claimed
 */
public record StepOutputs(AttributeValue job, Optional<Kept> kept) {

  /**
   * Objects written by a run (X4, X7).
   *
   * @param place the identity of the object store that they lie in
   * @param digests the digest of each object, by its URI
   */
  public record Kept(String place, SortedMap<String, String> digests) {
    public Kept {
      digests = unmodifiableSortedMap(new TreeMap<>(digests));
    }
  }

  /** Outputs of which no object is claimed to be kept here. */
  public static StepOutputs of(AttributeValue job) {
    return new StepOutputs(job, Optional.empty());
  }
}
