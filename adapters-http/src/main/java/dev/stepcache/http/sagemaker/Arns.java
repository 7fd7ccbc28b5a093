package dev.stepcache.http.sagemaker;

import dev.stepcache.application.service.ServiceSettings;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import jakarta.inject.Inject;
import java.util.Optional;

/** The ARNs of this service's region and account; those of others name nothing that is here. */
final class Arns {
  private static final String EXECUTION = "/execution/";

  private final String prefix;
  private final String users;

  @Inject
  Arns(ServiceSettings settings) {
    String partition = partition(settings.region());
    this.prefix =
        "arn:%s:sagemaker:%s:%s:".formatted(partition, settings.region(), settings.account());
    this.users = "arn:%s:iam::%s:user/".formatted(partition, settings.account());
  }

  private static String partition(String region) {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  /**
   * An execution as an ARN names it.
   *
   * @param pipeline the name that it has there
   */
  record NamedExecution(PipelineName pipeline, ExecutionId execution) {}

  String pipeline(PipelineName name) {
    return prefix + "pipeline/" + name;
  }

  String execution(PipelineName pipeline, ExecutionId execution) {
    return execution(pipeline, execution.text());
  }

  /** Of an execution, or of a run that was recorded by itself. */
  String execution(PipelineName pipeline, String id) {
    return pipeline(pipeline) + EXECUTION + id;
  }

  /** Of something else, such as a {@code training-job}. */
  String of(String resource, String name) {
    return prefix + resource + "/" + name;
  }

  String user(String principal) {
    return users + principal;
  }

  static boolean isArn(String nameOrArn) {
    return nameOrArn.startsWith("arn:");
  }

  /** The pipeline's name in an ARN, or the name that this is. */
  Optional<PipelineName> pipelineIn(String nameOrArn) {
    return isArn(nameOrArn) ? resource(nameOrArn).flatMap(Arns::name) : name(nameOrArn);
  }

  Optional<NamedExecution> executionIn(String arn) {
    return resource(arn)
        .filter(resource -> resource.contains(EXECUTION))
        .flatMap(resource -> {
          int end = resource.lastIndexOf(EXECUTION);
          String id = resource.substring(end + EXECUTION.length());
          return id.isEmpty() || id.length() > 64
              ? Optional.empty()
              : name(resource.substring(0, end))
                  .map(pipeline -> new NamedExecution(pipeline, new ExecutionId(id)));
        });
  }

  private Optional<String> resource(String arn) {
    String pipelines = prefix + "pipeline/";
    return arn.startsWith(pipelines)
        ? Optional.of(arn.substring(pipelines.length()))
        : Optional.empty();
  }

  private static Optional<PipelineName> name(String text) {
    return text.isEmpty() || text.length() > PipelineName.MAX_LENGTH
        ? Optional.empty()
        : Optional.of(new PipelineName(text));
  }
}
