package dev.stepcache.persistence.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.content.KeptOutputs;
import dev.stepcache.application.content.Verification;
import dev.stepcache.application.content.Verification.Mode;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.domain.attribute.AttributeSet;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.cache.OutputCheck;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRun.Succeeded;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import dev.stepcache.persistence.aws.AwsAccess;
import dev.stepcache.persistence.objects.ObjectStores;
import dev.stepcache.persistence.objects.S3ObjectStores;
import dev.stepcache.persistence.objects.StubS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** X7: outputs are looked at before a run is reused, as closely as the user wants. */
class KeptOutputsTest {
  private static final StepName STEP = new StepName("prepare");

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock();
  private StubS3 s3;
  private ObjectStore objects;

  @BeforeEach
  void open() throws IOException {
    s3 = new StubS3();
    objects =
        S3ObjectStores.open(
            AwsAccess.of(s3.environment()).orElseThrow(), folder, folder, InstantSource.system());
  }

  @AfterEach
  void close() {
    s3.close();
  }

  @Test
  void X7_a_run_is_believed_or_its_objects_are_there_or_they_are_as_they_were() {
    s3.put("s3://bucket/out/a", "as it was");
    Succeeded run = run("run");
    s3.put("s3://bucket/out/a", "altered");

    assertThat(missing(Mode.NONE, run)).isEmpty();
    assertThat(missing(Mode.EXISTS, run)).isEmpty();
    assertThat(missing(Mode.DIGEST, run))
        .contains("its output s3://bucket/out/a has other content now");

    s3.delete("s3://bucket/out/a");
    s3.put("s3://bucket/out/b", "beside");
    assertThat(missing(Mode.NONE, run)).isEmpty();
    assertThat(missing(Mode.EXISTS, run)).contains("its output s3://bucket/out/a is gone");
  }

  @Test
  void X7_one_step_can_be_looked_at_in_another_way_than_the_others() {
    s3.put("s3://bucket/out/a", "as it was");
    Succeeded run = run("run");
    s3.put("s3://bucket/out/a", "altered");

    assertThat(outputs(new Verification(Mode.DIGEST, Map.of(STEP, Mode.EXISTS))).missing(run))
        .isEmpty();
    assertThat(outputs(new Verification(Mode.NONE, Map.of(STEP, Mode.DIGEST))).missing(run))
        .isPresent();
  }

  @Test
  void X7_a_local_object_that_is_there_is_enough_where_only_that_is_asked() throws IOException {
    ObjectStore local = ObjectStores.open(folder.resolve("s3"), folder, InstantSource.system());
    String file = folder.resolve("out.txt").toUri().toString();
    Files.writeString(folder.resolve("out.txt"), "as it was");
    KeptOutputs outputs =
        new KeptOutputs(local, new Verification(Mode.EXISTS, Map.of()), clock, folder);
    Succeeded run = run("run", outputs.note(new TreeMap<>(), Set.of(file)));

    Files.writeString(folder.resolve("out.txt"), "altered");
    assertThat(outputs.check().missing(run)).isEmpty();
    Files.delete(folder.resolve("out.txt"));
    assertThat(outputs.check().missing(run)).contains("its output " + file + " is gone");
  }

  @Test
  void X7_a_run_known_as_bad_is_not_asked_for_again_for_ten_minutes() {
    s3.put("s3://bucket/out/a", "as it was");
    s3.put("s3://bucket/other", "there");
    Succeeded run = run("run");
    s3.delete("s3://bucket/out/a");
    Optional<String> gone = Optional.of("its output s3://bucket/out/a is gone");
    assertThat(missing(Mode.DIGEST, run)).isEqualTo(gone);
    int asked = s3.asked.size();

    s3.put("s3://bucket/out/a", "as it was");
    clock.advance(Duration.ofMinutes(10).minusMillis(1));
    assertThat(missing(Mode.DIGEST, run)).isEqualTo(gone);
    assertThat(s3.asked).hasSize(asked);
    assertThat(missing(Mode.EXISTS, run)).isEmpty();

    clock.advance(Duration.ofMillis(1));
    assertThat(missing(Mode.DIGEST, run)).isEmpty();
  }

  @Test
  void X7_what_could_not_be_looked_at_is_looked_at_again() {
    s3.put("s3://bucket/out/a", "as it was");
    Succeeded run = run("run");
    s3.setDown(true);
    assertThat(missing(Mode.DIGEST, run).orElseThrow())
        .startsWith("its outputs cannot be read: s3://bucket/out/a: ");

    s3.setDown(false);
    assertThat(missing(Mode.DIGEST, run)).isEmpty();
  }

  @Test
  void X7_a_decision_begins_to_look_at_no_further_run_after_a_minute() {
    OutputCheck check = outputs(Verification.DIGESTS);

    assertThat(check.looksFurther(99)).isTrue();
    assertThat(check.looksFurther(100)).isFalse();
    clock.advance(Duration.ofSeconds(60).minusMillis(1));
    assertThat(check.looksFurther(1)).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(check.looksFurther(1)).isFalse();
    assertThat(outputs(Verification.DIGESTS).looksFurther(1)).isTrue();
  }

  /** As a process sees it that has just started. */
  private Optional<String> missing(Mode mode, Succeeded run) {
    return outputs(new Verification(mode, Map.of())).missing(run);
  }

  private OutputCheck outputs(Verification verification) {
    return new KeptOutputs(objects, verification, clock, folder.resolve("state")).check();
  }

  /** A run that wrote what is below s3://bucket/out now. */
  private Succeeded run(String id) {
    KeptOutputs noting = new KeptOutputs(objects, Verification.DIGESTS, clock, folder);
    return run(id, noting.note(new TreeMap<>(), Set.of("s3://bucket/out")));
  }

  private Succeeded run(String id, Optional<StepOutputs.Kept> kept) {
    StepType type = new StepType("Features");
    Step step = new Step(STEP, type, ObjectValue.EMPTY, new CacheConfig.Disabled());
    StepScope scope = new StepScope(new PipelineId("p"), STEP, type, RunKind.REAL);
    KeyDocument key = KeyDocument.of(step, AttributeSet.of("Query"));
    return new StepRun.Executing(new StepRunId(id), scope, key, Optional.empty(), clock.instant())
        .succeed(clock.instant(), new StepOutputs(ObjectValue.EMPTY, kept));
  }
}
