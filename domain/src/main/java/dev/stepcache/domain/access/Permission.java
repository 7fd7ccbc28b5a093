package dev.stepcache.domain.access;

import java.util.Arrays;
import java.util.Optional;

/** What a principal may be granted on pipelines (H3); each permission stands on its own. */
public enum Permission {
  /**
   * Start, stop and retry executions, answer callbacks, look up, and see what cached steps hand on.
   */
  RUN_PIPELINE("RunPipeline"),
  /** Describe the jobs that steps made. */
  DESCRIBE_JOB("DescribeJob"),
  /** Read what jobs printed. */
  LOGS("Logs"),
  /** Follow what becomes of executions and their steps. */
  EVENTS("Events"),
  /** See counts and times: hits, misses, time saved. */
  METRICS("Metrics"),
  /** Search runs by their attributes. */
  SEARCH("Search"),
  /** Create, change and delete pipelines, and end the reuse of their runs. */
  MANAGE_PIPELINE("ManagePipeline"),
  /** Record runs that were made elsewhere, which others then reuse. */
  RECORD("Record"),
  /** Delete a job's metadata from every source, its outputs too, for everybody. */
  PURGE("Purge");

  private final String spelling;

  Permission(String spelling) {
    this.spelling = spelling;
  }

  public String spelling() {
    return spelling;
  }

  /** The permission of a spelling, exactly. */
  public static Optional<Permission> of(String spelling) {
    return Arrays.stream(values())
        .filter(permission -> permission.spelling.equals(spelling))
        .findFirst();
  }
}
