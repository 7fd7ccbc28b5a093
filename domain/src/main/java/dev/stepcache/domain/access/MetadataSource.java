package dev.stepcache.domain.access;

/**
 * Where the metadata of a job can be read. The guide page names these sources and says that taking
 * away one leaves the others as they were: whoever may run a pipeline reads in its cached steps
 * what a Describe call would have answered.
 */
public enum MetadataSource {
  CACHED_STEPS(Permission.RUN_PIPELINE),
  JOB_DESCRIPTIONS(Permission.DESCRIBE_JOB),
  LOGS(Permission.LOGS),
  EVENTS(Permission.EVENTS),
  METRICS(Permission.METRICS),
  SEARCH(Permission.SEARCH);

  private final Permission needed;

  MetadataSource(Permission needed) {
    this.needed = needed;
  }

  /** The one permission that opens this source, and no other. */
  public Permission needed() {
    return needed;
  }
}
