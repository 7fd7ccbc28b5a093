package dev.stepcache.cli.runner;

import dev.stepcache.application.content.LocalArn;
import dev.stepcache.application.port.StepRunner.Result;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The training jobs that a tuning job has tried, the best first.
 *
 * @param name the tuning job's
 */
record TunedJobs(String name, List<TunedJob> jobs) {
  /** As many as ListTrainingJobsForHyperParameterTuningJob lends to a pipeline. */
  private static final int SUMMARIES = 50;

  TunedJobs {
    jobs = jobs.stream().sorted(TunedJob.BEST_FIRST).toList();
  }

  /** That some of them failed is no failure; that none has an objective is one. */
  Result.Done result() throws JobFailure {
    if (measured() == 0) {
      throw failure();
    }
    SortedMap<String, String> stored = new TreeMap<>();
    Set<String> written = new HashSet<>();
    for (TunedJob job : jobs) {
      if (job.result() instanceof Result.Done done) {
        stored.putAll(done.stored());
        written.addAll(done.written());
      }
    }
    return new Result.Done(described(), stored, written);
  }

  private long completed() {
    return jobs.stream().filter(TunedJob::isCompleted).count();
  }

  private long measured() {
    return jobs.stream().filter(job -> job.objective().isPresent()).count();
  }

  private JobFailure failure() {
    if (completed() > 0) {
      return new JobFailure(
          "none of %d training jobs printed what its MetricDefinitions read as \"%s\""
              .formatted(jobs.size(), jobs.get(0).choice().training().metric()));
    }
    // It begins with the reason, for by how that begins it is known whether to try again.
    String reason = jobs.stream().flatMap(job -> job.failure().stream()).findFirst().orElse("");
    return new JobFailure(
        "%s (the first of %d training jobs, which all failed)".formatted(reason, jobs.size()));
  }

  /** As DescribeHyperParameterTuningJob answers it, with what lists its training jobs. */
  private ObjectValue described() {
    List<AttributeValue> summaries =
        jobs.stream().limit(SUMMARIES).<AttributeValue>map(job -> job.summary(name)).toList();
    String arn = LocalArn.of("hyper-parameter-tuning-job", name.toLowerCase(Locale.ROOT));
    return ObjectValue.EMPTY
        .with("HyperParameterTuningJobName", AttributeValue.text(name))
        .with("HyperParameterTuningJobArn", AttributeValue.text(arn))
        .with(
            "TrainingJobStatusCounters",
            ObjectValue.EMPTY
                .with("Completed", AttributeValue.number(completed()))
                .with("InProgress", AttributeValue.number(0))
                .with("NonRetryableError", AttributeValue.number(jobs.size() - completed()))
                .with("RetryableError", AttributeValue.number(0))
                .with("Stopped", AttributeValue.number(0)))
        .with(
            "ObjectiveStatusCounters",
            ObjectValue.EMPTY
                .with("Succeeded", AttributeValue.number(measured()))
                .with("Pending", AttributeValue.number(0))
                .with("Failed", AttributeValue.number(jobs.size() - measured())))
        .with("BestTrainingJob", summaries.get(0))
        .with("OverallBestTrainingJob", summaries.get(0))
        .with("TrainingJobSummaries", new ListValue(summaries));
  }
}
