package dev.stepcache.http.sagemaker;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;

/**
 * A kept job as a Describe… call answers it: times as the API has them, and the members that
 * clients count on although nothing here has them.
 */
final class JobAnswer {
  private JobAnswer() {}

  /**
   * The answer.
   *
   * @param kind as the names of the job's members begin
   */
  static ObjectValue of(String kind, ObjectValue job) {
    ObjectValue answer = Epoch.in(job);
    return switch (kind) {
      case "TrainingJob" -> with(answer, "SecondaryStatus", AttributeValue.text("Completed"));
      case "AutoMLJob" -> ofAutoMl(answer);
      case "ModelPackage" -> ofPackage(answer);
      default -> answer;
    };
  }

  private static ObjectValue ofAutoMl(ObjectValue job) {
    AttributeValue end = job.member("AutoMLEndTime").or(() -> job.member("CreationTime")).get();
    return with(
        with(
            with(job, "AutoMLJobSecondaryStatus", AttributeValue.text("Completed")),
            "EndTime",
            end),
        "LastModifiedTime",
        end);
  }

  /** A version of a group goes by the group's name. */
  private static ObjectValue ofPackage(ObjectValue described) {
    return described
        .member("ModelPackageGroupName")
        .map(group -> with(described, "ModelPackageName", group))
        .orElse(described);
  }

  private static ObjectValue with(ObjectValue answer, String name, AttributeValue usual) {
    return answer.member(name).isPresent() ? answer : answer.with(name, usual);
  }
}
