package dev.stepcache.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * X3: which engine runs containers, and with what options; the engines are scripts of this test.
 */
class ContainerEnginesTest {
  private static final String ANSWERS = "case $1 in version) echo Client: Docker Engine;; esac";
  private static final String DOES_NOT_ANSWER = "echo Cannot connect to the Docker daemon; exit 1";

  /** A podman that finds the missing program of a trial where its words have this. */
  private static final String PODMAN =
      "case $* in *version) echo Client: Podman Engine;; *\"%s\"*) exit 127;; *) echo no; exit"
          + " 126;; esac";

  @TempDir Path temporary;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void find_only_these_engines() {
    environment.put("PATH", temporary.toString());
  }

  private void engine(String name, String script) throws IOException {
    Path program = Files.writeString(temporary.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private ContainerEngine found() throws IOException {
    return new ContainerEngines(environment).find().get();
  }

  private String fault() throws IOException {
    return new ContainerEngines(environment).find().getLeft();
  }

  @Test
  void X3_docker_is_taken_where_it_answers_and_podman_where_it_does_not() throws IOException {
    engine("podman", PODMAN.formatted("--rootfs"));
    engine("docker", ANSWERS);
    assertThat(found().name()).isEqualTo("docker");
    assertThat(found().runOptions()).isEmpty();

    engine("docker", DOES_NOT_ANSWER);
    assertThat(found().name()).isEqualTo("podman");
  }

  @Test
  void X3_without_an_engine_there_is_one_refusal_that_says_what_was_tried() throws IOException {
    engine("docker", DOES_NOT_ANSWER);

    assertThat(fault())
        .isEqualTo(
            "there is no container engine: docker does not answer (Cannot connect to the Docker"
                + " daemon); podman is not installed. Install podman or docker, or name one in"
                + " STEPCACHE_CONTAINER_ENGINE");
  }

  @Test
  void X3_podman_gets_the_options_that_its_containers_need_here() throws IOException {
    engine("podman", PODMAN.formatted("--rootfs"));
    assertThat(found().command(List.of("run"))).hasSize(2);
    assertThat(found().runOptions()).doesNotContain("--ulimit");
    assertThat(found().publishes()).isTrue();

    engine("podman", PODMAN.formatted("--ulimit nofile="));
    assertThat(found().runOptions()).contains("--ulimit");

    engine("podman", PODMAN.formatted("--runtime runc --cgroup-manager=cgroupfs run"));
    assertThat(found().words()).endsWith("--runtime", "runc", "--cgroup-manager=cgroupfs");

    engine("podman", PODMAN.formatted("--network host"));
    assertThat(found().publishes()).isFalse();

    engine("podman", PODMAN.formatted("never"));
    assertThat(fault()).contains("podman cannot start a container (no)");
  }

  @Test
  void X3_a_podman_in_another_machine_is_taken_as_it_is() throws IOException {
    engine("podman", "case $1 in version) echo Client: Podman Engine; echo Server: Podman;; esac");

    assertThat(found().runOptions()).isEmpty();
  }

  @Test
  void X3_an_engine_may_be_named_with_its_options() throws IOException {
    engine("docker", ANSWERS);
    engine("mine", PODMAN.formatted("--root /store run"));
    environment.put(ContainerEngines.VARIABLE, temporary.resolve("mine") + "  --root /store");
    assertThat(found().words())
        .containsExactly(temporary.resolve("mine").toString(), "--root", "/store");

    environment.put(ContainerEngines.VARIABLE, "nerdctl");
    assertThat(fault()).isEqualTo("nerdctl is not installed; STEPCACHE_CONTAINER_ENGINE names it");
  }

  @Test
  void X3_it_is_refused_before_anything_starts_that_no_container_can_do() throws IOException {
    engine("docker", ANSWERS);
    Workshop at = Workshop.ofContainers(temporary);
    at.setVariable(ContainerEngines.VARIABLE, temporary.resolve("docker").toString());
    String processing = "{\"AppSpecification\": {\"ImageUri\": \"image\"}%s}";
    String training = "{\"AlgorithmSpecification\": {\"TrainingImage\": \"image\"%s}}";

    assertThat(at.refusal("Processing", processing.formatted(""))).isEmpty();
    assertThat(at.refusal("Training", training.formatted(""))).isEmpty();
    assertThat(
            at.refusal(
                "Training", training.formatted("").replace("TrainingImage", "AlgorithmName")))
        .contains(
            "Step \"TheStep\" cannot be run in a container: its AlgorithmSpecification has no"
                + " TrainingImage. Give a command for it in stepcache.json.");
    assertThat(at.refusal("Processing", "{}")).isPresent();
    assertThat(at.refusal("Tuning", "{}")).isPresent();
    assertThat(at.refusal("Training", training.formatted(", \"TrainingInputMode\": \"Pipe\"")))
        .isPresent();

    at.setVariable(ContainerEngines.VARIABLE, "no-engine");
    assertThat(at.refusal("Processing", processing.formatted("")))
        .hasValueSatisfying(text -> assertThat(text).contains("no-engine is not installed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/data", "/opt/other/../data", "/opt/ml/processing", "/opt/mls"})
  void X3_a_folder_is_shown_at_any_absolute_path(String path) {
    assertThat(ContainerOptMl.canShow(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data", "/", "/a/..", "/opt", "/opt/ml", "/opt/ml/../ml/", "/a,b"})
  void X3_a_folder_is_not_shown_where_it_would_hide_all_or_opt_ml(String path) {
    assertThat(ContainerOptMl.canShow(path)).isFalse();
  }

  @Test
  void X3_the_value_of_a_variable_is_in_no_list_of_processes() {
    Map<String, String> own = Map.of("PASSWORD", "hush", "PATH", "/job", "DOCKER_HOST", "job's");
    Container container = new Container("image", List.of(), List.of("serve"), own, List.of());
    Map<String, String> inherited = Map.of("PATH", "/bin");

    assertThat(container.words(inherited))
        .contains("PASSWORD", "PATH=/job", "DOCKER_HOST=job's")
        .endsWith("image", "serve");
    assertThat(container.hidden(inherited)).isEqualTo(Map.of("PASSWORD", "hush"));
  }

  @Test
  void X3_a_model_that_is_not_isolated_as_it_asks_is_noted() throws IOException {
    ObjectValue model = Workshop.json("{\"EnableNetworkIsolation\": true}");
    Platform platform =
        new ContainerPlatform(
            new ContainerEngines(Map.of()), new Containers(new JobProcesses(Map.of())));
    Workshop at = Workshop.ofContainers(temporary);

    assertThat(
            new TransformJob(new Transfer(at.objects), name -> Optional.of(model), platform)
                .notes(
                    Workshop.json(
                        "{\"ModelName\": \"the-model\","
                            + " \"TransformResources\": {\"InstanceCount\": 3}}")))
        .hasSize(2)
        .anySatisfy(note -> assertThat(note).contains("EnableNetworkIsolation"))
        .contains("its InstanceCount is 3, and one instance does the work here");
  }
}
