package dev.stepcache.persistence.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.persistence.aws.AwsAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** X4, X7: objects in S3 itself, by its protocol. */
class S3ObjectStoreTest implements ObjectStoreContract {
  @TempDir Path temporary;
  private StubS3 s3;
  private ObjectStore objects;

  @BeforeEach
  void open() throws IOException {
    s3 = new StubS3();
    objects =
        S3ObjectStores.open(
            AwsAccess.of(s3.environment()).orElseThrow(),
            temporary.resolve("own"),
            temporary,
            InstantSource.system());
  }

  @AfterEach
  void close() {
    s3.close();
  }

  @Override
  public ObjectStore objects() {
    return objects;
  }

  @Override
  public Path folder() {
    return temporary;
  }

  @Test
  void X4_the_store_is_named_after_the_S3_that_it_is() {
    assertThat(objects.identity()).isEqualTo("s3:" + s3.address());
    assertThat(temporary.resolve("own")).doesNotExist();
  }

  @Test
  void X7_a_digest_of_S3_is_never_one_of_bytes() throws IOException {
    s3.put("s3://bucket/run/a", "1");

    assertThat(objects.digest("s3://bucket/run/a"))
        .contains("etag:c4ca4238a0b923820dcc509a6f75849b/1");
    assertThat(objects.digest("s3://bucket/run")).get().asString().startsWith("etag:");
  }

  @Test
  void X7_many_objects_of_a_folder_are_looked_up_together() throws IOException {
    TreeSet<String> uris = new TreeSet<>();
    for (int i = 0; i < 9; i++) {
      s3.put("s3://bucket/run/part-" + i, "content");
      uris.add("s3://bucket/run/part-" + i);
    }
    assertThat(objects.digests(uris)).hasSize(9);
    assertThat(s3.asked).hasSize(3).allMatch(call -> call.contains("list-type=2"));
  }

  @Test
  void H3_S3_is_asked_to_delete_an_object_as_long_as_it_is_the_same() throws IOException {
    s3.put("s3://bucket/key", "1");
    String digest = objects.digest("s3://bucket/key").orElseThrow();
    s3.beforeDelete(() -> s3.put("s3://bucket/key", "written meanwhile"));

    assertThat(objects.delete("s3://bucket/key", digest)).isFalse();
    assertThat(objects.read("s3://bucket/key")).isPresent();
  }

  @Test
  void H3_an_object_of_somebody_else_is_a_fault_to_delete() {
    assertThatThrownBy(() -> objects.delete("s3://denied/key", "etag:x/1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3://denied/key");
  }

  @Test
  void X5_a_name_is_an_object_and_a_prefix_too() throws IOException {
    s3.put("s3://bucket/run", "object");
    s3.put("s3://bucket/run/a", "below");
    s3.put("s3://bucket/run/", "");

    assertThat(objects.objects("s3://bucket/run"))
        .containsOnlyKeys("s3://bucket/run", "s3://bucket/run/a");
    assertThat(objects.objects("s3://bucket/run/")).containsOnlyKeys("s3://bucket/run/a");
  }

  @Test
  void X7_of_a_place_out_of_reach_nothing_is_claimed_and_nothing_fetched() throws IOException {
    for (String uri : List.of("s3://denied/place", "s3://no-such-bucket/place")) {
      assertThat(objects.objects(uri)).isEmpty();
      assertThat(objects.digest(uri)).isEmpty();
      assertThatThrownBy(() -> objects.fetch(uri, temporary))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(uri + ": ");
    }
  }

  @Test
  void X7_an_outage_is_no_absence() {
    s3.setDown(true);

    assertThatThrownBy(() -> objects.objects("s3://bucket/run"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("InternalError");
    assertThatThrownBy(() -> objects.digests(new TreeSet<>(List.of("s3://bucket/run/a"))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void X4_a_key_never_leads_out_of_the_folder_it_is_fetched_into() throws IOException {
    s3.put("s3://bucket/run/../../escaped", "x");
    Path folder = Files.createDirectory(temporary.resolve("into"));

    assertThatThrownBy(() -> objects.fetch("s3://bucket/run", folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no file can be named after");
    assertThat(temporary.resolve("escaped")).doesNotExist();
  }

  @Test
  void X4_a_file_uri_is_the_file_itself() throws IOException {
    Files.writeString(temporary.resolve("beside.txt"), "content");

    assertThat(objects.read("file://./beside.txt").orElseThrow()).asString().isEqualTo("content");
    assertThat(s3.asked).isEmpty();
  }
}
