package dev.stepcache.http.sagemaker;

import dev.stepcache.application.service.Pipelines;
import java.util.List;
import java.util.Optional;

/** The definition in a request: as it is, or the place where it lies in the object store. */
record GivenDefinition(Optional<String> inline, Optional<Place> place) {

  /** An object in a bucket. */
  record Place(String bucket, String key, Optional<String> version) {}

  static GivenDefinition of(Members members) {
    return new GivenDefinition(
        members.text("PipelineDefinition", TextRule.DEFINITION),
        members
            .object("PipelineDefinitionS3Location")
            .map(location ->
                new Place(
                    location.needText("Bucket", TextRule.BUCKET),
                    location.needText("ObjectKey", TextRule.OBJECT),
                    location.text("VersionId", TextRule.OBJECT))));
  }

  /** The definition; none where a request has none. */
  Optional<String> text(Pipelines pipelines) {
    if (inline.isPresent() && place.isPresent()) {
      throw AwsError.validation(
          "PipelineDefinition and PipelineDefinitionS3Location exclude each other: give one");
    }
    return inline.or(() -> place.map(at -> read(at, pipelines)));
  }

  private static String read(Place at, Pipelines pipelines) {
    if (at.version().isPresent()) {
      throw AwsError.validation(
          "PipelineDefinitionS3Location.VersionId: the object store keeps no versions; leave it"
              + " out");
    }
    return pipelines
        .definitionAt(at.bucket(), at.key())
        .getOrElseThrow(fault -> AwsError.of(List.of(fault)));
  }
}
