package dev.stepcache.application.port;

import static java.util.Collections.unmodifiableSortedMap;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Does the work of steps. Used by any number of threads at once. */
public interface StepRunner {

  /** Whether its runs are real. */
  RunKind kind();

  /** Whether a Model step is work for it; otherwise stepcache keeps the model itself (X3). */
  default boolean makesModels() {
    return false;
  }

  /**
   * Why this step cannot be run, asked of every step before the first one starts; empty when it
   * can.
   *
   * @param content the step as defined, expressions not yet resolved
   */
  Optional<String> refusal(StepName name, StepType type, ObjectValue content);

  /**
   * The digests of what will do the step's work where it is not part of the step itself: the
   * configured command and the files it names, each name beginning {@code command:} (X3). They
   * count like the content of inputs. Empty where the step itself says what runs.
   */
  SortedMap<String, String> program(Step step) throws IOException;

  /**
   * Does the work, and returns when it is over. An interruption ends the work, all its processes
   * included, before it is thrown.
   */
  Result run(Job job) throws InterruptedException;

  /**
   * A piece of work.
   *
   * @param name the job's name, unique among all jobs
   * @param scratch an empty folder of the job's own, deleted when it is over
   * @param log the file that what the job prints is appended to
   * @param notes is told what the user should know, and that changes no result
   */
  record Job(
      PipelineName pipeline,
      ExecutionId execution,
      Step step,
      String name,
      Path scratch,
      Path log,
      Consumer<String> notes) {

    /** This work, with one more member in its step. */
    public Job with(String member, AttributeValue value) {
      Step more =
          new Step(
              step.name(), step.type(), step.content().with(member, value), step.cacheConfig());
      return new Job(pipeline, execution, more, name, scratch, log, notes);
    }
  }

  /** How a piece of work ended. */
  sealed interface Result {

    /**
     * The work is done.
     *
     * @param described what a Describe… call would answer beyond the resolved arguments, status and
     *     times, such as {@code ModelArtifacts}; its members replace those of the arguments
     * @param stored the digest of every object that was put, by its URI, taken of what was put: by
     *     now another job may have put something else there
     * @param written further places that were written to, where nobody saw what was put
     */
    record Done(ObjectValue described, SortedMap<String, String> stored, Set<String> written)
        implements Result {
      public Done {
        stored = unmodifiableSortedMap(new TreeMap<>(stored));
        written = Set.copyOf(written);
      }
    }

    /**
     * The work failed.
     *
     * @param reason what is known of why, for people: the job's own failure text if it left one
     */
    record Failed(String reason) implements Result {}
  }
}
