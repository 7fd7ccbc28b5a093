package dev.stepcache.cli.sagemaker;

import dev.stepcache.application.port.StepRunner.Result.Done;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A step of an EMR cluster: one that is there, or one that is there for this step alone. */
final class EmrStep implements RemoteWork {
  private static final Set<String> GOING = Set.of("PENDING", "CANCEL_PENDING", "RUNNING");

  @Override
  public Optional<String> refusal(ObjectValue step) {
    ObjectValue arguments = step.objectMember("Arguments").orElse(ObjectValue.EMPTY);
    return arguments.member("ClusterId").isPresent()
            || arguments.member("ClusterConfig").isPresent()
        ? Optional.empty()
        : Optional.of("has neither ClusterId nor ClusterConfig");
  }

  @Override
  public Done run(RemoteJob at) throws AwsFault, WorkFailed, InterruptedException {
    Optional<String> cluster = at.arguments().textMember("ClusterId").filter(id -> !id.isEmpty());
    return cluster.isPresent() ? runOn(cluster.get(), at) : runOnOwn(at);
  }

  private static Done runOnOwn(RemoteJob at) throws AwsFault, WorkFailed, InterruptedException {
    ObjectValue config = at.arguments().objectMember("ClusterConfig").orElse(ObjectValue.EMPTY);
    ObjectValue instances = config.objectMember("Instances").orElse(ObjectValue.EMPTY);
    ObjectValue request =
        config
            .with("Name", config.member("Name").orElse(text(at.job().name())))
            .with(
                "Instances",
                instances.with("KeepJobFlowAliveWhenNoSteps", AttributeValue.bool(true)));
    at.tell("RunJobFlow");
    String cluster =
        at.begin(AwsService.EMR, "RunJobFlow", request)
            .textMember("JobFlowId")
            .orElseThrow(() -> new WorkFailed("InternalServerError: EMR named no cluster"));
    try {
      return runOn(cluster, at);
    } finally {
      at.stop(
          AwsService.EMR,
          "TerminateJobFlows",
          ObjectValue.EMPTY.with("JobFlowIds", AttributeValue.list(text(cluster))));
    }
  }

  private static Done runOn(String cluster, RemoteJob at)
      throws AwsFault, WorkFailed, InterruptedException {
    at.tell("AddJobFlowSteps to " + cluster);
    String step =
        at
            .begin(AwsService.EMR, "AddJobFlowSteps", request(cluster, at))
            .itemsOf("StepIds")
            .stream()
            .findFirst()
            .flatMap(AttributeValue::asText)
            .orElseThrow(() -> new WorkFailed("InternalServerError: EMR named no step"));
    at.tell(step);
    ObjectValue watched =
        AttributeValue.object(Map.of("ClusterId", text(cluster), "StepId", text(step)));
    try {
      ObjectValue answer = at.watch(AwsService.EMR, "DescribeStep", watched, EmrStep::state, GOING);
      if (!state(answer).equals("COMPLETED")) {
        throw new WorkFailed(whyNot(answer, cluster, at));
      }
      ObjectValue described =
          Answers.described(answer.objectMember("Step").orElse(ObjectValue.EMPTY));
      return new Done(described.with("ClusterId", text(cluster)), new TreeMap<>(), Set.of());
    } catch (InterruptedException wantedNoMore) {
      at.stop(
          AwsService.EMR,
          "CancelSteps",
          AttributeValue.object(
              Map.of(
                  "ClusterId", text(cluster),
                  "StepIds", AttributeValue.list(text(step)),
                  "StepCancellationOption", text("TERMINATE_PROCESS"))));
      throw wantedNoMore;
    }
  }

  private static ObjectValue request(String cluster, RemoteJob at) {
    ObjectValue config = at.arguments().objectMember("StepConfig").orElse(ObjectValue.EMPTY);
    ObjectValue step =
        config
            .with("Name", config.member("Name").orElse(text(at.job().name())))
            .with("ActionOnFailure", config.member("ActionOnFailure").orElse(text("CONTINUE")));
    ObjectValue request =
        AttributeValue.object(
            Map.of("JobFlowId", text(cluster), "Steps", AttributeValue.list(step)));
    return at.arguments()
        .member("ExecutionRoleArn")
        .map(role -> request.with("ExecutionRoleArn", role))
        .orElse(request);
  }

  private static Optional<ObjectValue> status(ObjectValue answer, String of) {
    return answer.objectMember(of).flatMap(found -> found.objectMember("Status"));
  }

  private static String state(ObjectValue answer) {
    return status(answer, "Step").flatMap(status -> status.textMember("State")).orElse("");
  }

  /** What the step tells, else why its cluster ended. */
  private static String whyNot(ObjectValue answer, String cluster, RemoteJob at)
      throws AwsFault, InterruptedException {
    Optional<ObjectValue> details =
        status(answer, "Step").flatMap(status -> status.objectMember("FailureDetails"));
    Optional<String> told =
        details
            .flatMap(found -> found.textMember("Message"))
            .or(() -> details.flatMap(found -> found.textMember("Reason")));
    if (told.isPresent()) {
      return told.get();
    }
    ObjectValue asked = ObjectValue.EMPTY.with("ClusterId", text(cluster));
    return status(at.call(AwsService.EMR, "DescribeCluster", asked), "Cluster")
        .flatMap(status -> status.objectMember("StateChangeReason"))
        .flatMap(reason -> reason.textMember("Message"))
        .filter(message -> !message.isEmpty())
        .orElse("the EMR step is " + state(answer));
  }

  private static AttributeValue text(String text) {
    return AttributeValue.text(text);
  }
}
