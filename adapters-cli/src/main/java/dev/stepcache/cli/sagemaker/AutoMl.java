package dev.stepcache.cli.sagemaker;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.Optional;

/** What an AutoML step hands on besides its job: where the reports on the best candidate lie. */
final class AutoMl {
  private AutoMl() {}

  static ObjectValue withReports(ObjectValue described, RemoteJob at) {
    Optional<ObjectValue> places =
        described
            .objectMember("BestCandidate")
            .flatMap(best -> best.objectMember("CandidateProperties"))
            .flatMap(properties -> properties.objectMember("CandidateArtifactLocations"));
    ObjectValue reports = ObjectValue.EMPTY;
    reports = with(reports, "ModelInsightsJsonReportPath", places, "ModelInsights", "statistics");
    reports = with(reports, "ExplainabilityJsonReportPath", places, "Explainability", "analysis");
    return reports.isEmpty() ? described : described.with("BestCandidateProperties", reports);
  }

  private static ObjectValue with(
      ObjectValue reports, String name, Optional<ObjectValue> places, String place, String file) {
    return places
        .flatMap(found -> found.textMember(place))
        .map(folder -> AttributeValue.text(folder.replaceFirst("/+$", "") + "/" + file + ".json"))
        .map(path -> reports.with(name, path))
        .orElse(reports);
  }
}
