package dev.stepcache.cli.sagemaker;

import dev.stepcache.application.port.StepRunner.Result.Done;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The model package of a RegisterModel step; its group is made where it is not there. */
final class ModelPackage implements RemoteWork {
  private static final int LONGEST_NAME = 63;
  private static final String GROUP = "ModelPackageGroupName";
  private static final String NAME = "ModelPackageName";
  private static final Set<String> GOING = Set.of("Pending", "InProgress");

  @Override
  public Optional<String> refusal(ObjectValue step) {
    return Optional.empty();
  }

  @Override
  public Done run(RemoteJob at) throws AwsFault, WorkFailed, InterruptedException {
    ObjectValue request = at.arguments();
    Optional<String> group = request.textMember(GROUP);
    if (group.isPresent()) {
      needGroup(at, group.get());
    } else if (request.textMember(NAME).isEmpty()) {
      request =
          request.with(
              NAME, AttributeValue.text(JobName.of(at.job(), request, NAME, LONGEST_NAME)));
    }
    at.tell("CreateModelPackage");
    ObjectValue created = at.begin(AwsService.SAGEMAKER, "CreateModelPackage", request);
    String arn = created.textMember("ModelPackageArn").orElse("");
    at.tell(arn);
    ObjectValue answer =
        at.watch(
            AwsService.SAGEMAKER, "DescribeModelPackage", only(NAME, arn), this::status, GOING);
    if (!status(answer).equals("Completed")) {
      throw new WorkFailed(whyNot(answer));
    }
    return new Done(Answers.described(answer), new TreeMap<>(), Set.of());
  }

  private static void needGroup(RemoteJob at, String group) throws AwsFault, InterruptedException {
    try {
      ObjectValue unused =
          at.call(AwsService.SAGEMAKER, "DescribeModelPackageGroup", only(GROUP, group));
    } catch (AwsFault fault) {
      if (!fault.isAbout("not exist")) {
        throw fault;
      }
      at.tell("CreateModelPackageGroup " + group);
      ObjectValue unused =
          at.call(AwsService.SAGEMAKER, "CreateModelPackageGroup", only(GROUP, group));
    }
  }

  private static ObjectValue only(String name, String text) {
    return AttributeValue.object(Map.of(name, AttributeValue.text(text)));
  }

  private String status(ObjectValue answer) {
    return answer.textMember("ModelPackageStatus").orElse("");
  }

  private String whyNot(ObjectValue answer) {
    String reasons =
        answer
            .objectMember("ModelPackageStatusDetails")
            .map(details -> details.itemsOf("ValidationStatuses"))
            .orElse(List.of())
            .stream()
            .flatMap(status -> status.asObject().stream())
            .flatMap(status -> status.textMember("FailureReason").stream())
            .collect(Collectors.joining("; "));
    return reasons.isEmpty() ? "the model package is " + status(answer) : reasons;
  }
}
