package dev.stepcache.http.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.persistence.objects.ObjectStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H3: purge deletes a job for everybody, its outputs in the object store too. */
class PurgeTest {
  private static final String ONE = "/v1/pipelines/churn";
  private static final String MODEL = "s3://models/churn/model.tar.gz";

  @TempDir Path folder;
  private GrantedService service;
  private Api api;
  private ObjectStore objects;
  private String run = "";

  @BeforeEach
  void start() throws Exception {
    service = GrantedService.in(folder);
    api = service.client();
    objects = ObjectStores.open(folder.resolve("s3"), folder, InstantSource.system());
    put("the weights of a model");
    api.put(ONE, Bodies.definition()).is(201);
    run = api.post(ONE + "/runs", Bodies.step()).is(201).text("run");
    api.post(
            "/v1/runs/" + run + "/completion",
            "{\"status\": \"Succeeded\", \"outputs\": {\"ModelArtifacts\": {\"S3ModelArtifacts\": \"%s\"}}}"
                .formatted(MODEL))
        .is(200);
    assertThat(api.post(ONE + "/lookups", Bodies.step()).is(200).text("outcome")).isEqualTo("HIT");
  }

  private void put(String content) throws Exception {
    Path file = folder.resolve("file");
    Files.writeString(file, content);
    objects.put(file, MODEL);
  }

  @AfterEach
  void stop() {
    api.close();
    service.close();
  }

  @Test
  void a_purged_job_is_gone_from_every_source_and_so_is_what_it_made() throws Exception {
    assertThat(api.delete("/v1/runs/" + run).is(200).text()).contains(MODEL);

    assertThat(objects.read(MODEL)).isEmpty();
    api.get("/v1/runs/" + run).is(404);
    assertThat(api.get(ONE + "/runs").list("runs")).isEmpty();
    assertThat(api.post(ONE + "/lookups", Bodies.step()).text("outcome")).isEqualTo("MISS");
    try (var entries = service.store().accessBook().audit()) {
      assertThat(entries.filter(entry -> entry.permission() == Permission.PURGE))
          .singleElement()
          .satisfies(entry -> assertThat(entry.subject()).isEqualTo(run));
    }
    api.delete("/v1/runs/" + run).is(404);
  }

  @Test
  void what_another_job_has_written_there_meanwhile_stays() throws Exception {
    put("the weights of another model");
    api.delete("/v1/runs/" + run).is(200);
    assertThat(objects.read(MODEL))
        .hasValueSatisfying(bytes ->
            assertThat(new String(bytes, UTF_8)).isEqualTo("the weights of another model"));
  }

  @Test
  void who_was_granted_anything_but_Purge_deletes_nothing() throws Exception {
    service.grantAllBut(Permission.PURGE);
    assertThat(api.delete("/v1/runs/" + run).is(403).text("detail")).contains("Purge");
    assertThat(objects.read(MODEL)).isPresent();
    assertThat(JsonReader.readOwn(api.get("/v1/runs/" + run).is(200).text()).asObject())
        .isPresent();
  }
}
