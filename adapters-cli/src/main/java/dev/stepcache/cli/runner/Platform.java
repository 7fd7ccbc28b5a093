package dev.stepcache.cli.runner;

import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.util.Optional;

/** What the programs of jobs run on: this machine as it is, or containers of it. */
interface Platform {

  /** How a job is run on it, to follow "cannot be run". */
  String manner();

  /** Why no job at all can be run on it, as a clause. */
  Optional<String> fault() throws InterruptedException;

  /** Why the program of a Processing request cannot be found, as a clause. */
  Optional<String> processingFault(ObjectValue arguments);

  /** Why the program of a Training request cannot be found, as a clause. */
  Optional<String> trainingFault(ObjectValue arguments);

  /** Why a job cannot be shown a folder at this path, to follow "which". */
  Optional<String> pathFault(String path);

  /** What is done otherwise than a CreateModel request asks for, as a clause. */
  default Optional<String> servingNote(ObjectValue model) {
    return Optional.empty();
  }

  /** The place of a job, in its own folder. */
  Workplace make(Job job) throws IOException, InterruptedException;
}
