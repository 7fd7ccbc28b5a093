package dev.stepcache.http.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.http.TestService;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeProcessingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.PipelineExecutionStep;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** H1: jobs that steps made are described as they were handed on (X4). */
class JobOperationsTest {
  @TempDir Path folder;

  @Test
  void the_jobs_of_steps_are_described_with_their_times() {
    try (TestService service = TestService.in(folder);
        SageMaker sageMaker = new SageMaker(service)) {
      SageMakerClient client = sageMaker.client();
      sageMaker.create("p", Definitions.training());
      String arn = sageMaker.run("p");
      PipelineExecutionStep prepare = sageMaker.steps(arn).get(0);
      PipelineExecutionStep train = sageMaker.steps(arn).get(1);

      String job = nameIn(prepare.metadata().processingJob().arn());
      DescribeProcessingJobResponse processing =
          client.describeProcessingJob(d -> d.processingJobName(job));
      assertThat(processing.processingJobName()).isEqualTo(job);
      assertThat(processing.processingJobArn()).isEqualTo(prepare.metadata().processingJob().arn());
      assertThat(processing.processingJobStatusAsString()).isEqualTo("Completed");
      assertThat(processing.appSpecification().imageUri()).isEqualTo("image");
      assertThat(processing.processingStartTime())
          .isBetween(prepare.startTime(), prepare.endTime());
      assertThat(processing.processingEndTime()).isBetween(prepare.startTime(), prepare.endTime());

      DescribeTrainingJobResponse training =
          client.describeTrainingJob(
              d -> d.trainingJobName(nameIn(train.metadata().trainingJob().arn())));
      assertThat(training.hyperParameters()).isEqualTo(Map.of("eta", "0.1"));
      // A value of the user's own stays a text, whatever it is called.
      assertThat(training.environment()).isEqualTo(Map.of("StartTime", "2026-01-01T00:00:00Z"));
    }
  }

  @Test
  void a_model_goes_by_its_own_name() {
    try (TestService service = TestService.in(folder);
        SageMaker sageMaker = new SageMaker(service)) {
      sageMaker.create(
          "p",
          Definitions.of(
              """
              {"Name": "Make", "Type": "Model",
               "Arguments": {"ModelName": "churn-7", "PrimaryContainer": {"Image": "image"},
                             "ExecutionRoleArn": "arn:aws:iam::123456789012:role/Pipelines"}}\
              """));
      String arn = sageMaker.run("p");

      var model = sageMaker.client().describeModel(d -> d.modelName("churn-7"));

      assertThat(model.modelArn()).isEqualTo(sageMaker.steps(arn).get(0).metadata().model().arn());
      assertThat(model.primaryContainer().image()).isEqualTo("image");
      assertThat(model.creationTime()).isNotNull();
    }
  }

  @Test
  void a_job_that_is_not_there_is_answered_as_sagemaker_does() {
    try (TestService service = TestService.in(folder);
        SageMaker sageMaker = new SageMaker(service)) {
      SageMakerClient client = sageMaker.client();
      for (String name : new String[] {"own-name", "pipelines-abcdefghijkl-Train-0123456789"}) {
        assertThatThrownBy(() -> client.describeTrainingJob(d -> d.trainingJobName(name)))
            .isInstanceOf(SageMakerException.class)
            .hasMessageContaining("Requested resource not found.");
        assertThatThrownBy(() -> client.describeProcessingJob(d -> d.processingJobName(name)))
            .hasMessageContaining("Could not find requested job with name: " + name);
        assertThatThrownBy(() -> client.describeTransformJob(d -> d.transformJobName(name)))
            .hasMessageContaining("Could not find requested job");
        assertThatThrownBy(() ->
                client.describeHyperParameterTuningJob(d -> d.hyperParameterTuningJobName(name)))
            .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> client.describeAutoMLJob(d -> d.autoMLJobName(name)))
            .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> client.describeModel(d -> d.modelName(name)))
            .hasMessageContaining("Could not find model");
        assertThatThrownBy(() -> client.describeModelPackage(d -> d.modelPackageName(name)))
            .hasMessageContaining("does not exist");
      }
    }
  }

  private static String nameIn(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
