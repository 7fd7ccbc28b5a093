package dev.stepcache.cli.sagemaker;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.Map;
import java.util.Set;

/**
 * A kind of thing that SageMaker makes by Create…, tells of by Describe… and ends by Stop….
 *
 * @param resource its name in all three
 * @param done the status that it has in the end; none where it is there at once
 * @param stops whether there is a Stop…
 */
record Creation(String resource, String done, boolean stops) {
  private static final Set<String> GOING =
      Set.of("InProgress", "Stopping", "Pending", "Creating", "Updating");

  static Creation job(String resource) {
    return new Creation(resource, "Completed", true);
  }

  String nameMember() {
    return resource + "Name";
  }

  /**
   * The answer of Describe… once all is done.
   *
   * @param request of Create…, with a name in it
   */
  ObjectValue make(RemoteJob at, ObjectValue request)
      throws AwsFault, WorkFailed, InterruptedException {
    String name = request.textMember(nameMember()).orElseThrow();
    try {
      at.tell("Create%s %s".formatted(resource, name));
      ObjectValue unused = at.begin(AwsService.SAGEMAKER, "Create" + resource, request);
      return finished(at, name);
    } catch (InterruptedException wantedNoMore) {
      if (stops) {
        at.stop(AwsService.SAGEMAKER, "Stop" + resource, named(name));
      }
      throw wantedNoMore;
    }
  }

  /** The answer of Describe… for what was created before, once it is done. */
  ObjectValue finished(RemoteJob at, String name)
      throws AwsFault, WorkFailed, InterruptedException {
    ObjectValue answer =
        at.watch(AwsService.SAGEMAKER, "Describe" + resource, named(name), this::status, GOING);
    String status = status(answer);
    if (!status.equals(done)) {
      throw new WorkFailed(whyNot(answer, status));
    }
    return Answers.described(answer);
  }

  private String status(ObjectValue answer) {
    return answer.textMember(resource + "Status").orElse("");
  }

  private static String whyNot(ObjectValue answer, String status) {
    return status.equals("Stopped")
        ? "it was stopped in SageMaker"
        : answer.textMember("FailureReason").orElse("it is " + status + " in SageMaker");
  }

  private ObjectValue named(String name) {
    return AttributeValue.object(Map.of(nameMember(), AttributeValue.text(name)));
  }
}
