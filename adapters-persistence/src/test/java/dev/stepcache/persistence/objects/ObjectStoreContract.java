package dev.stepcache.persistence.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepcache.application.port.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** X4, X7: what every object store keeps. */
interface ObjectStoreContract {
  ObjectStore objects();

  /** An empty folder. */
  Path folder();

  private String put(String uri, String content) throws IOException {
    return objects().put(Files.writeString(folder().resolve("put"), content), uri);
  }

  private String read(String uri) throws IOException {
    return new String(objects().read(uri).orElseThrow(), UTF_8);
  }

  @Test
  default void X4_a_put_replaces_the_object_and_leaves_the_others() throws IOException {
    put("s3://bucket/run/a", "old");
    put("s3://bucket/run/b", "kept");
    put("s3://bucket/run/a", "new");

    assertThat(read("s3://bucket/run/a")).isEqualTo("new");
    assertThat(objects().objects("s3://bucket/run"))
        .containsOnlyKeys("s3://bucket/run/a", "s3://bucket/run/b");
    assertThat(objects().read("s3://bucket/run/c")).isEmpty();
  }

  @Test
  default void X7_a_put_answers_the_digest_that_the_object_has() throws IOException {
    String put = put("s3://bucket/run/key", "content");

    assertThat(objects().digest("s3://bucket/run/key")).contains(put);
    assertThat(objects().objects("s3://bucket/run")).containsValue(put);
    assertThat(put("s3://bucket/run/key", "other")).isNotEqualTo(put);
  }

  @Test
  default void X4_what_is_to_be_new_replaces_nothing() throws IOException {
    Path file = Files.writeString(folder().resolve("new"), "first");
    assertThat(objects().putNew(file, "s3://bucket/some/new")).isTrue();
    assertThat(read("s3://bucket/some/new")).isEqualTo("first");

    Files.writeString(file, "second");
    assertThat(objects().putNew(file, "s3://bucket/some/new")).isFalse();
    assertThat(read("s3://bucket/some/new")).isEqualTo("first");
  }

  @Test
  default void X7_of_single_objects_those_that_are_there_are_told() throws IOException {
    String one = put("s3://bucket/run/one", "1");
    String two = put("s3://bucket/run/two", "2");
    String alone = put("s3://bucket/alone", "3");
    put("s3://bucket/run/ignored", "4");
    TreeSet<String> asked =
        new TreeSet<>(
            List.of(
                "s3://bucket/alone",
                "s3://bucket/lost",
                "s3://bucket/run",
                "s3://bucket/run/lost",
                "s3://bucket/run/one",
                "s3://bucket/run/two",
                "s3://nowhere/at/all"));

    assertThat(objects().digests(asked))
        .containsOnlyKeys("s3://bucket/alone", "s3://bucket/run/one", "s3://bucket/run/two")
        .containsValues(one, two, alone);
    assertThat(objects().existing(asked))
        .containsExactly("s3://bucket/alone", "s3://bucket/run/one", "s3://bucket/run/two");
  }

  @Test
  default void X4_what_a_uri_covers_is_fetched_with_its_names() throws IOException {
    put("s3://bucket/run/a", "1");
    put("s3://bucket/run/below/b", "2");
    put("s3://bucket/run/below/c", "2");
    put("s3://bucket/run/below/d", "2");
    put("s3://bucket/runner", "3");
    Path fetched = Files.createDirectory(folder().resolve("fetched"));

    assertThat(objects().fetch("s3://bucket/run", fetched)).isEqualTo(4);
    assertThat(fetched.resolve("a")).hasContent("1");
    assertThat(fetched.resolve("below/d")).hasContent("2");
    assertThat(fetched.resolve("runner")).doesNotExist();
    assertThat(objects().fetch("s3://bucket/runner", fetched)).isEqualTo(1);
    assertThat(fetched.resolve("runner")).hasContent("3");
    assertThat(objects().fetch("s3://bucket/nothing", fetched)).isZero();
  }

  @Test
  default void X5_a_digest_is_of_names_and_content_of_all_that_a_uri_covers() throws IOException {
    put("s3://bucket/run/a", "1");
    put("s3://bucket/run/b", "2");
    String before = objects().digest("s3://bucket/run").orElseThrow();
    put("s3://bucket/running", "beside");
    assertThat(objects().digest("s3://bucket/run/")).contains(before);

    put("s3://bucket/run/b", "3");
    assertThat(objects().digest("s3://bucket/run")).isPresent().get().isNotEqualTo(before);
    assertThat(objects().digest("s3://bucket/nothing")).isEmpty();
    assertThat(objects().digest("no uri")).isEmpty();
  }

  @Test
  default void X4_a_folder_is_no_object_to_put() {
    assertThatThrownBy(() -> put("s3://bucket/p/", "object"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("names no object");
    assertThatThrownBy(() -> objects().put(folder().resolve("nothing"), "s3://bucket/key"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no file");
  }

  @Test
  default void H3_an_object_is_deleted_where_it_has_the_digest_that_is_told() throws IOException {
    String kept = put("s3://bucket/run/a", "1");
    String other = put("s3://bucket/run/b", "2");

    assertThat(objects().delete("s3://bucket/run/a", other)).isFalse();
    assertThat(read("s3://bucket/run/a")).isEqualTo("1");

    assertThat(objects().delete("s3://bucket/run/a", kept)).isTrue();
    assertThat(objects().read("s3://bucket/run/a")).isEmpty();
    assertThat(objects().objects("s3://bucket/run")).containsOnlyKeys("s3://bucket/run/b");
    assertThat(objects().delete("s3://bucket/run/a", kept)).isFalse();
  }

  @Test
  default void H3_what_is_no_single_object_is_never_deleted() throws IOException {
    put("s3://bucket/run/a", "1");
    String folder = objects().digest("s3://bucket/run").orElseThrow();

    for (String uri :
        List.of("s3://bucket/run", "s3://bucket/run/", "s3://bucket", "no uri", "s3://no/where")) {
      assertThat(objects().delete(uri, folder)).isFalse();
    }
    assertThat(read("s3://bucket/run/a")).isEqualTo("1");
  }

  @Test
  default void H3_an_object_of_stepcaches_own_is_deleted_as_well() throws IOException {
    String model = put("s3://.stepcache/models/m", "model");

    assertThat(objects().delete("s3://.stepcache/models/m", model)).isTrue();
    assertThat(objects().read("s3://.stepcache/models/m")).isEmpty();
  }

  @Test
  default void X4_there_is_a_bucket_for_stepcaches_own_objects() throws IOException {
    put("s3://.stepcache/models/m", "model");

    assertThat(read("s3://.stepcache/models/m")).isEqualTo("model");
  }
}
