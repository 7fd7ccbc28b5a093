package dev.stepcache.persistence.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.application.port.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** X4: s3://bucket/key is kept in a folder with an identity; file:// is itself. */
class LocalObjectStoreTest implements ObjectStoreContract {
  @TempDir Path temporary;
  private StoreFixture at;

  @BeforeEach
  void open() throws IOException {
    at = new StoreFixture(temporary);
  }

  @Override
  public ObjectStore objects() {
    return at.objects;
  }

  @Override
  public Path folder() {
    return temporary;
  }

  @Test
  void X4_an_object_is_the_file_of_its_bucket_and_key() throws IOException {
    at.put("s3://bucket/some/key.csv", "content");

    assertThat(at.store.resolve("bucket/some/key.csv")).hasContent("content");
    assertThat(at.read("s3://bucket/some/key.csv")).isEqualTo("content");
  }

  @Test
  void X4_of_many_who_put_something_new_one_does_it() throws Exception {
    Path file = at.file("put", "content");
    List<Future<Boolean>> puts = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 32; i++) {
        puts.add(threads.submit(() -> at.objects.putNew(file, "s3://bucket/some/new")));
      }
    }

    int done = 0;
    for (Future<Boolean> put : puts) {
      done += put.get() ? 1 : 0;
    }
    assertThat(done).isEqualTo(1);
    assertThat(at.read("s3://bucket/some/new")).isEqualTo("content");
    assertThat(at.objects.putNew(at.file("other", "other"), "s3://bucket/some/new")).isFalse();
    assertThat(at.read("s3://bucket/some/new")).isEqualTo("content");
    try (Stream<Path> left = Files.list(at.store.resolve("bucket/some"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void X4_a_put_that_fails_leaves_what_was_there() throws IOException {
    at.put("s3://bucket/key", "old");

    assertThatThrownBy(() -> at.objects.put(temporary.resolve("nothing"), "s3://bucket/key"))
        .isInstanceOf(IOException.class);
    assertThat(at.read("s3://bucket/key")).isEqualTo("old");
    try (Stream<Path> left = Files.list(at.store.resolve("bucket"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void X9_what_a_killed_process_left_half_written_is_no_object() throws IOException {
    at.put("s3://bucket/run/a", "whole");
    Files.writeString(at.store.resolve("bucket/run/.stepcache-1.tmp"), "hal");

    assertThat(at.objects.objects("s3://bucket/run")).containsOnlyKeys("s3://bucket/run/a");
    assertThat(at.objects.isKept("s3://bucket/run/.stepcache-1.tmp")).isFalse();
  }

  /** Its size and its time of change are those of the file before. */
  @Test
  void H3_a_remembered_digest_deletes_no_other_content() throws IOException {
    String old = "x".repeat(ContentDigests.WORTH_REMEMBERING);
    at.put("s3://bucket/key", old);
    Path file = at.store.resolve("bucket/key");
    FileTime time = FileTime.from(Instant.now().minusSeconds(7200));
    Files.setLastModifiedTime(file, time);
    ObjectStore later = at.reopened(Instant.now().plusSeconds(3600));
    String digest = later.digest("s3://bucket/key").orElseThrow();

    at.put("s3://bucket/key", "y" + old.substring(1));
    Files.setLastModifiedTime(file, time);

    assertThat(later.delete("s3://bucket/key", digest)).isFalse();
    assertThat(file).exists();
    String now = later.digest("s3://bucket/key").orElseThrow();
    assertThat(later.delete("s3://bucket/key", now)).isTrue();
    assertThat(file).doesNotExist();
  }

  @Test
  void X4_a_file_uri_is_the_file_itself() throws IOException {
    Path file = at.file("with space/é%.txt", "content");

    assertThat(at.read(file.toUri().toString())).isEqualTo("content");
    assertThat(at.read("file://" + file)).isEqualTo("content");
    assertThat(at.read("file://localhost" + file)).isEqualTo("content");
    assertThat(at.objects.isKept("file://elsewhere" + file)).isFalse();
  }

  @Test
  void X4_a_relative_file_uri_lies_beside_the_definition() throws IOException {
    at.file("definition/data/x.csv", "beside");
    at.file("above.csv", "above");

    assertThat(at.read("file://./data/x.csv")).isEqualTo("beside");
    assertThat(at.read("file://../above.csv")).isEqualTo("above");
    at.put("file://./out/y.csv", "written");
    assertThat(at.definition.resolve("out/y.csv")).hasContent("written");
    assertThat(at.store).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/../escaped",
        "s3://bucket/a/../../../escaped",
        "s3://bucket/./a",
        "s3://../escaped",
        "s3:///absolute",
        "s3://",
        "s3://.identity",
        "s3://bucket/nul\0",
        "https://bucket/key",
        "bucket/key"
      })
  void X4_a_key_never_leads_out_of_its_bucket(String uri) throws IOException {
    assertThat(at.objects.isKept(uri)).isFalse();
    assertThat(at.objects.digest(uri)).isEmpty();
    assertThatThrownBy(() -> at.put(uri, "escaped"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(uri);
    assertThatThrownBy(() -> at.objects.fetch(uri, temporary)).isInstanceOf(IOException.class);
    assertThat(at.store).doesNotExist();
  }

  @Test
  void X4_slashes_in_a_row_are_one() throws IOException {
    at.put("s3://bucket/run//a", "1");

    assertThat(at.read("s3://bucket/run/a")).isEqualTo("1");
    assertThat(at.objects.objects("s3://bucket//run/")).containsOnlyKeys("s3://bucket//run/a");
    assertThat(at.objects.objects("s3://bucket/run//a")).containsOnlyKeys("s3://bucket/run//a");
  }

  @Test
  void X4_a_name_is_an_object_or_a_prefix_but_not_both() throws IOException {
    at.put("s3://bucket/a", "object");
    assertThatThrownBy(() -> at.put("s3://bucket/a/b/c", "below"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3://bucket/a/b/c cannot be kept")
        .hasMessageContaining("is an object already");

    at.put("s3://bucket/p/q", "below");
    assertThatThrownBy(() -> at.put("s3://bucket/p", "object"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("objects lie below s3://bucket/p/");
    assertThatThrownBy(() -> at.put("s3://bucket/p/", "object"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("names no object");
  }

  @Test
  void X4_a_store_keeps_its_identity_and_no_two_share_one() throws IOException {
    at.put("s3://bucket/key", "x");

    assertThat(ObjectStores.open(at.store, at.folder, InstantSource.system()).identity())
        .isEqualTo(at.objects.identity())
        .hasSize(32);
    assertThat(new StoreFixture(temporary.resolve("another")).objects.identity())
        .isNotEqualTo(at.objects.identity());
  }

  @Test
  void X4_processes_that_start_at_once_agree_on_the_identity() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Future<String>> identities = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        identities.add(
            threads.submit(
                () -> ObjectStores.open(at.store, at.folder, InstantSource.system()).identity()));
      }
      for (Future<String> identity : identities) {
        assertThat(identity.get()).isEqualTo(at.objects.identity());
      }
    }
  }

  @Test
  void X4_a_damaged_identity_is_an_error_and_no_new_one() throws IOException {
    Files.createDirectories(at.store);
    Files.writeString(at.store.resolve(StoreIdentity.FILE), "damaged");

    assertThatThrownBy(() -> at.objects.identity())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void X4_a_store_that_cannot_be_made_is_like_no_other() throws IOException {
    at.file("made", "in the way");

    assertThat(at.objects.identity()).hasSize(32).isNotEqualTo(at.objects.identity());
    assertThatThrownBy(() -> at.put("s3://bucket/key", "x")).isInstanceOf(IOException.class);
  }
}
