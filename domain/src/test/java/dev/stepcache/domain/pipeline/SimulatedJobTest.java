package dev.stepcache.domain.pipeline;

import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.attribute.Values.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("X3: A simulated job")
class SimulatedJobTest {

  @Test
  @DisplayName("has what the arguments give")
  void has_what_the_arguments_give() {
    assertThat(read("train", "e1", "OutputDataConfig.S3OutputPath")).contains(value("s3://b/out"));
  }

  @Test
  @DisplayName("has for any other path a text by execution, step and path alone")
  void has_for_any_other_path_a_text() {
    assertThat(read("train", "e1", "ModelArtifacts.S3ModelArtifacts"))
        .isEqualTo(read("train", "e1", "ModelArtifacts.S3ModelArtifacts"))
        .get()
        .isInstanceOf(AttributeValue.TextValue.class);
    Set<Optional<AttributeValue>> texts = new HashSet<>();
    for (String step : List.of("train", "tune")) {
      for (String execution : List.of("e1", "e2")) {
        for (String path : List.of("a", "b.c", "b['c']", "b[0]", "")) {
          texts.add(read(step, execution, path.isEmpty() ? "gone" : path));
        }
      }
    }
    assertThat(texts).hasSize(2 * 2 * 5);
  }

  @Test
  @DisplayName("reused later still says what it said in its own execution")
  void reused_later_says_what_it_said() {
    AttributeValue job = job("e1");
    assertThat(SimulatedJob.property(job, new StepName("train"), path("gone")))
        .isEqualTo(read("train", "e1", "gone"));
  }

  private static Optional<AttributeValue> read(String step, String execution, String path) {
    return SimulatedJob.property(job(execution), new StepName(step), path(path));
  }

  private static PropertyPath path(String path) {
    return PropertyPath.parse(path).get();
  }

  private static AttributeValue job(String execution) {
    return SimulatedJob.of(
        object("OutputDataConfig", object("S3OutputPath", "s3://b/out")),
        new ExecutionId(execution));
  }
}
