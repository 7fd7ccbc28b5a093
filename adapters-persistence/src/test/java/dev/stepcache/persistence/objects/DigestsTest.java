package dev.stepcache.persistence.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** X5: what a URI covers counts by its names and bytes, and by nothing else. */
class DigestsTest {
  @TempDir Path temporary;
  private StoreFixture at;

  @BeforeEach
  void open() throws IOException {
    at = new StoreFixture(temporary);
  }

  @Test
  void X5_a_digest_is_written_down_so_that_it_stays_what_it_is() throws IOException {
    at.file("golden/a/b.txt", "one");
    at.file("golden/c.txt", "two");

    assertThat(at.digest(temporary.resolve("golden")))
        .isEqualTo("31e06b4370cbe7d1c61d17b5718300a1f32409f482f692dbfad868c5c53c798e");
  }

  @Test
  void X5_two_files_that_swap_their_names_or_their_bytes_are_something_else() throws IOException {
    at.file("before/a", "1");
    at.file("before/b", "2");
    at.file("after/a", "2");
    at.file("after/b", "1");

    assertThat(at.digest(temporary.resolve("before")))
        .isNotEqualTo(at.digest(temporary.resolve("after")));
  }

  @Test
  void X5_a_name_cannot_borrow_from_the_bytes_beside_it() throws IOException {
    at.file("before/a", "bc");
    at.file("after/ab", "c");
    at.file("one/ab", "");
    at.file("two/a", "");
    at.file("two/b", "");

    assertThat(at.digest(temporary.resolve("before")))
        .isNotEqualTo(at.digest(temporary.resolve("after")));
    assertThat(at.digest(temporary.resolve("one")))
        .isNotEqualTo(at.digest(temporary.resolve("two")));
  }

  @Test
  void X5_a_file_and_a_folder_that_holds_it_are_different_things() throws IOException {
    Path file = at.file("folder/only", "same");

    assertThat(at.digest(file)).isNotEqualTo(at.digest(temporary.resolve("folder")));
  }

  @Test
  void X5_where_files_lie_and_when_they_were_written_does_not_count() throws IOException {
    at.file("here/x/y", "same");
    at.file("there/x/y", "same");
    Files.createDirectories(temporary.resolve("there/without/objects"));
    at.put("s3://bucket/prefix/x/y", "same");

    assertThat(at.digest(temporary.resolve("here")))
        .isEqualTo(at.digest(temporary.resolve("there")))
        .isEqualTo(at.objects.digest("s3://bucket/prefix").orElseThrow())
        .isEqualTo(at.objects.digest("s3://bucket/prefix/").orElseThrow());
  }

  @Test
  void X5_a_missing_file_is_absent_and_an_empty_folder_is_not() throws IOException {
    Path file = at.file("a file", "x");

    assertThat(at.objects.digest("file://" + temporary + "/nothing")).contains("absent");
    assertThat(at.objects.digest("file://" + file + "/below")).contains("absent");
    assertThat(at.objects.digest("file://" + file + "/")).contains("absent");
    Files.createDirectory(temporary.resolve("empty"));
    assertThat(at.objects.digest("file://" + temporary + "/empty").orElseThrow())
        .hasSize(64)
        .isNotEqualTo(at.digest(file));
  }

  @Test
  void X5_an_s3_place_of_which_nothing_is_kept_has_no_digest() throws IOException {
    at.put("s3://bucket/kept/x", "x");

    assertThat(at.objects.digest("s3://bucket/other")).isEmpty();
    assertThat(at.objects.digest("s3://bucket/kep")).isEmpty();
    assertThat(at.objects.digest("s3://bucket/kept/x/")).isEmpty();
    assertThat(at.objects.digest("s3://another-bucket/kept")).isEmpty();
    assertThat(at.objects.digest("text")).isEmpty();
    assertThat(at.objects.digest("s3://bucket")).isPresent();
  }

  @Test
  void X5_links_are_followed() throws IOException {
    at.file("real/x", "content");
    Files.createDirectory(temporary.resolve("linked"));
    Files.createSymbolicLink(temporary.resolve("linked/x"), Path.of("../real/x"));
    Files.createSymbolicLink(temporary.resolve("folder"), Path.of("real"));

    String real = at.digest(temporary.resolve("real"));
    assertThat(at.digest(temporary.resolve("linked"))).isEqualTo(real);
    assertThat(at.digest(temporary.resolve("folder"))).isEqualTo(real);
    at.file("real/x", "changed");
    assertThat(at.digest(temporary.resolve("linked"))).isNotEqualTo(real);
  }

  @Test
  void X5_two_links_to_one_folder_are_no_circle() throws IOException {
    at.file("real/x", "content");
    Files.createDirectory(temporary.resolve("links"));
    Files.createSymbolicLink(temporary.resolve("links/a"), Path.of("../real"));
    Files.createSymbolicLink(temporary.resolve("links/b"), Path.of("../real"));

    assertThat(at.objects.objects("file://" + temporary + "/links"))
        .containsOnlyKeys(
            "file://" + temporary + "/links/a/x", "file://" + temporary + "/links/b/x");
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void X5_a_link_in_a_circle_is_named() throws IOException {
    at.file("real/inner/x", "content");
    Files.createSymbolicLink(temporary.resolve("real/inner/back"), Path.of("../../real"));

    assertThatThrownBy(() -> at.digest(temporary.resolve("real")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("inner/back")
        .hasMessageContaining("in a circle");
  }

  @Test
  void X5_a_link_to_nothing_is_named() throws IOException {
    Files.createDirectory(temporary.resolve("folder"));
    Files.createSymbolicLink(temporary.resolve("folder/dangling"), Path.of("nowhere"));

    assertThatThrownBy(() -> at.digest(temporary.resolve("folder")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("folder/dangling is a link to nothing");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void X5_a_pipe_is_named_and_not_waited_for() throws Exception {
    Path pipe = temporary.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> at.digest(pipe))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(pipe + " is neither a file nor a folder");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void X5_a_file_that_cannot_be_read_is_named() {
    // Even for root, a process's memory cannot be read from its start.
    assertThatThrownBy(() -> at.digest(Path.of("/proc/self/mem")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/proc/self/mem cannot be read");
  }

  @Test
  void X7_the_digest_of_an_object_is_the_same_alone_and_among_others() throws IOException {
    at.put("s3://bucket/run/a b%.csv", "a");
    at.put("s3://bucket/run/below/c", "c");

    assertThat(eachAlone("s3://bucket/run"))
        .containsOnlyKeys("s3://bucket/run/a b%.csv", "s3://bucket/run/below/c");
    assertThat(at.objects.objects("s3://bucket/nothing")).isEmpty();
  }

  @Test
  void X7_an_object_of_a_file_place_is_named_so_that_it_is_found_again() throws IOException {
    at.file("definition/out/a b%41.csv", "a");

    assertThat(eachAlone("file://./out/")).containsOnlyKeys("file://./out/a%20b%2541.csv");
  }

  /** The objects of a URI, each seen to have the digest that it has alone. */
  private SortedMap<String, String> eachAlone(String uri) throws IOException {
    SortedMap<String, String> objects = at.objects.objects(uri);
    for (Map.Entry<String, String> object : objects.entrySet()) {
      assertThat(at.objects.digest(object.getKey())).contains(object.getValue());
    }
    return objects;
  }
}
