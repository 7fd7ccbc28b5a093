package dev.stepcache.persistence.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.content.ModelPackages;
import dev.stepcache.application.content.Models;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.persistence.objects.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** X3: RegisterModel keeps a registry of model packages in the object store. */
class ModelPackagesTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir Path folder;
  private ObjectStore objects;
  private ModelPackages packages;

  @BeforeEach
  void open() {
    objects = store();
    packages = new ModelPackages(objects);
  }

  private ObjectStore store() {
    return ObjectStores.open(folder.resolve("s3"), folder, InstantSource.system());
  }

  private static ObjectValue json(String text) {
    return (ObjectValue) JsonReader.readOwn(text);
  }

  private ObjectValue register(String request) {
    return packages.register(json(request), NOON).get();
  }

  @Test
  void X3_a_package_is_the_next_version_of_its_group_and_is_described() {
    String request =
        """
        {"ModelPackageGroupName": "churn", "InferenceSpecification": {"Containers": []}}
        """;
    register(request);
    register(request.replace("churn", "other"));
    ObjectValue second = register(request);

    assertThat(second)
        .isEqualTo(
            json(
                """
                {"ModelPackageGroupName": "churn", "InferenceSpecification": {"Containers": []},
                 "ModelPackageArn": "arn:aws:sagemaker:local:000000000000:model-package/churn/2",
                 "ModelPackageVersion": 2, "ModelPackageStatus": "Completed",
                 "ModelPackageStatusDetails": {"ValidationStatuses": []},
                 "ModelApprovalStatus": "PendingManualApproval",
                 "CreationTime": "2026-01-31T12:00:00.000Z"}
                """));
    assertThat(packages.find(second.textMember("ModelPackageArn").orElseThrow())).contains(second);
    assertThat(packages.find("churn/2")).contains(second);
    assertThat(packages.find("churn/3")).isEmpty();
    assertThat(packages.find("../churn/2")).isEmpty();
  }

  @Test
  void X3_of_many_who_register_at_once_each_makes_a_version() throws Exception {
    List<Future<ObjectValue>> made = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 24; i++) {
        ModelPackages another = new ModelPackages(store());
        ObjectValue request =
            json("{\"ModelPackageGroupName\": \"churn\", \"Task\": \"%d\"}".formatted(i));
        made.add(threads.submit(() -> another.register(request, NOON).get()));
      }
    }

    List<AttributeValue> versions = new ArrayList<>();
    for (Future<ObjectValue> one : made) {
      ObjectValue described = one.get();
      versions.add(described.member("ModelPackageVersion").orElseThrow());
      assertThat(packages.find(described.textMember("ModelPackageArn").orElseThrow()))
          .contains(described);
    }
    assertThat(versions)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 24).mapToObj(AttributeValue::number).toList());
  }

  @Test
  void X3_a_package_without_a_group_has_a_name_that_no_other_has() {
    assertThat(register("{\"ModelPackageName\": \"mine\"}").textMember("ModelPackageArn"))
        .contains("arn:aws:sagemaker:local:000000000000:model-package/mine");
    assertThat(packages.find("mine")).isPresent();
    assertThat(packages.register(json("{\"ModelPackageName\": \"mine\"}"), NOON).getLeft())
        .isEqualTo("there is a model package mine already");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"ModelPackageGroupName\": \"a/b\"}",
        "{\"ModelPackageGroupName\": \"..\"}",
        "{\"ModelPackageName\": \"a.b\"}"
      })
  void X3_what_has_no_name_is_refused(String request) {
    assertThat(packages.register(json(request), NOON).getLeft()).contains("ModelPackageGroupName");
  }

  @Test
  void X3_the_latest_that_is_approved_is_found() {
    String request = "{\"ModelPackageGroupName\": \"churn\", \"ModelApprovalStatus\": \"%s\"}";
    assertThat(packages.latestApproved("churn")).isEmpty();
    for (int i = 1; i <= 9; i++) {
      register(request.formatted("Rejected"));
    }
    ObjectValue tenth = register(request.formatted("Approved"));
    register(request.formatted("PendingManualApproval"));

    assertThat(packages.latestApproved("churn")).contains(tenth);
    assertThat(packages.latestApproved("arn:aws:sagemaker:eu:1:model-package-group/churn"))
        .contains(tenth);
  }

  @Test
  void X3_a_model_of_a_package_has_its_containers_and_counts_by_their_content() throws IOException {
    Files.writeString(folder.resolve("model"), "one");
    register(
        """
        {"ModelPackageGroupName": "churn", "InferenceSpecification": {"Containers": [
          {"Image": "i", "ModelDataUrl": "file://./model", "Environment": {"A": "1", "B": "1"}}]}}
        """);
    Models models = new Models(objects);
    models.keep(
        "served",
        json(
            """
            {"PrimaryContainer": {"ModelPackageName": "churn/1", "Environment": {"B": "2"}}}
            """));

    assertThat(models.find("served"))
        .contains(
            json(
                """
                {"Containers": [{"Image": "i", "ModelDataUrl": "file://./model",
                  "Environment": {"A": "1", "B": "2"}}]}
                """));
    String before = models.digests("served").get("file://./model");
    Files.writeString(folder.resolve("model"), "two!");
    assertThat(models.digests("served").get("file://./model")).isNotNull().isNotEqualTo(before);
  }
}
