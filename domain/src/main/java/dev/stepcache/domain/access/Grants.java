package dev.stepcache.domain.access;

import dev.stepcache.domain.step.PipelineName;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** All that a principal was granted. Nothing else opens anything, and no grant closes another. */
public record Grants(Set<Grant> grants) {

  public Grants {
    grants = Set.copyOf(grants);
  }

  /** Everything, on every pipeline. */
  public static Grants all(PrincipalName principal) {
    return new Grants(
        Arrays.stream(Permission.values())
            .map(permission -> new Grant(principal, permission, PipelinePattern.ALL))
            .collect(Collectors.toSet()));
  }

  public boolean allow(Permission permission, PipelineName pipeline) {
    return grants.stream()
        .anyMatch(grant -> grant.permission() == permission && grant.pipelines().matches(pipeline));
  }

  /** Whether a source of metadata about the jobs of a pipeline is open (H3). */
  public boolean show(MetadataSource source, PipelineName pipeline) {
    return allow(source.needed(), pipeline);
  }

  /** Whether the principal may know that there is such a pipeline: anything is granted on it. */
  public boolean reveal(PipelineName pipeline) {
    return grants.stream().anyMatch(grant -> grant.pipelines().matches(pipeline));
  }

  /**
   * Whether all metadata of a pipeline's jobs is out of sight: every grant that shows it is gone.
   */
  public boolean hideAll(PipelineName pipeline) {
    return Arrays.stream(MetadataSource.values()).noneMatch(source -> show(source, pipeline));
  }

  /** Whether the principal decides on the grants of all: it manages every pipeline. */
  public boolean administer() {
    return allowEverywhere(Permission.MANAGE_PIPELINE);
  }

  /** Whether a permission was granted on every pipeline at once, those to come included. */
  public boolean allowEverywhere(Permission permission) {
    return grants.stream()
        .anyMatch(grant ->
            grant.permission() == permission && grant.pipelines().equals(PipelinePattern.ALL));
  }
}
