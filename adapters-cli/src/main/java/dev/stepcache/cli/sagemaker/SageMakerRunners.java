package dev.stepcache.cli.sagemaker;

import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepType;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** Makes the runner that hands steps to SageMaker. */
public final class SageMakerRunners {
  private static final int LONGEST_NAME = 63;
  private static final int SHORTER_NAME = 32;
  private static final int MODEL_DIGEST = 16;

  private SageMakerRunners() {}

  /**
   * The runner.
   *
   * @param addresses where each service is asked
   * @param models the name of the model that a step makes, which tells its content at its end
   * @param environment {@code STEPCACHE_ROLE_ARN} in it is the role of jobs that name none
   */
  public static StepRunner open(
      AwsCredentialsProvider credentials,
      Region region,
      Function<AwsService, URI> addresses,
      Function<Step, String> models,
      Map<String, String> environment) {
    AwsCalls calls =
        new AwsCalls(
            credentials, region, addresses, clients(), AwsRetryStrategy.standardRetryStrategy());
    Backoff backoff =
        new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new SecureRandom());
    Optional<String> role = Optional.ofNullable(environment.get(Roles.VARIABLE));
    return new SageMakerRunner(works(models, role), calls, backoff);
  }

  /** A function may take as long as it likes, which is a quarter of an hour at most. */
  private static Function<AwsService, SdkHttpClient> clients() {
    Map<AwsService, SdkHttpClient> clients = new EnumMap<>(AwsService.class);
    for (AwsService service : AwsService.values()) {
      Duration patience = Duration.ofMinutes(service == AwsService.LAMBDA ? 16 : 1);
      clients.put(service, UrlConnectionHttpClient.builder().socketTimeout(patience).build());
    }
    return service -> Objects.requireNonNull(clients.get(service));
  }

  /** What is done for each type of step. */
  static Map<StepType, RemoteWork> works(Function<Step, String> models, Optional<String> role) {
    Optional<Roles> own = Optional.of(new Roles("RoleArn", List.of(), role));
    Optional<Roles> ofTrainings =
        Optional.of(
            new Roles("RoleArn", List.of("TrainingJobDefinition", "TrainingJobDefinitions"), role));
    Optional<Roles> ofModel = Optional.of(new Roles("ExecutionRoleArn", List.of(), role));
    SageMakerJob.Further nothing = (described, at) -> described;
    SageMakerJob processing =
        new SageMakerJob(Creation.job("ProcessingJob"), LONGEST_NAME, own, nothing);
    Map<StepType, RemoteWork> works = new HashMap<>();
    works.put(StepType.PROCESSING, processing);
    works.put(
        StepType.TRAINING,
        new SageMakerJob(Creation.job("TrainingJob"), LONGEST_NAME, own, nothing));
    works.put(
        StepType.TRANSFORM,
        new SageMakerJob(Creation.job("TransformJob"), LONGEST_NAME, Optional.empty(), nothing));
    works.put(
        StepType.TUNING,
        new SageMakerJob(
            Creation.job("HyperParameterTuningJob"),
            SHORTER_NAME,
            ofTrainings,
            Tuning::withTrainings));
    works.put(
        StepType.AUTO_ML,
        new SageMakerJob(Creation.job("AutoMLJob"), SHORTER_NAME, own, AutoMl::withReports));
    works.put(
        StepType.CLARIFY_CHECK,
        new BaselineCheck(processing, Map.of("Constraints", "analysis.json")));
    works.put(
        StepType.QUALITY_CHECK,
        new BaselineCheck(
            processing,
            Map.of("Constraints", "constraints.json", "Statistics", "statistics.json")));
    works.put(StepType.EMR, new EmrStep());
    works.put(StepType.LAMBDA, new LambdaCall());
    works.put(
        StepType.MODEL,
        new NamedThing(
            new Creation("Model", "", false), ofModel, job -> modelName(models, job), true));
    works.put(StepType.REGISTER_MODEL, new ModelPackage());
    works.put(new StepType("EndpointConfig"), thing("EndpointConfig", ""));
    works.put(new StepType("Endpoint"), thing("Endpoint", "InService"));
    return works;
  }

  private static NamedThing thing(String resource, String done) {
    Creation creation = new Creation(resource, done, false);
    return new NamedThing(
        creation,
        Optional.empty(),
        job -> JobName.of(job, job.step().arguments(), creation.nameMember(), LONGEST_NAME),
        false);
  }

  private static String modelName(Function<Step, String> models, StepRunner.Job job) {
    String name = models.apply(job.step());
    int end = name.length() - MODEL_DIGEST;
    return JobName.shortened(name.substring(0, end - 1), name.substring(end), LONGEST_NAME);
  }
}
