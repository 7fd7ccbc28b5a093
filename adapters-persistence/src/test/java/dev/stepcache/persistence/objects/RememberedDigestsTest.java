package dev.stepcache.persistence.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** X5: a remembered digest is used only where the file cannot have changed unseen. */
@EnabledOnOs(OS.LINUX)
class RememberedDigestsTest {
  private static final String BIG = "x".repeat(ContentDigests.WORTH_REMEMBERING);
  private static final String CHANGED = "y" + BIG.substring(1);

  /** An hour after now, whenever that is. */
  private final Instant later = Instant.now().plusSeconds(3600);

  private static final String PLANTED = "0".repeat(64);

  @TempDir Path temporary;
  private Path file;
  private RememberedDigests remembered;

  @BeforeEach
  void aFile() throws IOException {
    file = Files.writeString(temporary.resolve("file"), BIG);
    remembered = new RememberedDigests(temporary.resolve("store"));
  }

  private String digest(Instant now) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    files.put("", file);
    return new ContentDigests(remembered, InstantSource.fixed(now)).of(files);
  }

  private Fingerprint fingerprint() throws IOException {
    return Fingerprint.of(file).orElseThrow();
  }

  @Test
  void X5_a_file_that_was_settled_when_it_was_read_is_remembered() throws IOException {
    digest(later);

    assertThat(remembered.find(file, fingerprint())).isPresent();
  }

  @Test
  void X5_a_remembered_digest_is_used() throws IOException {
    String read = digest(Instant.now());
    remembered.keep(file, fingerprint(), PLANTED);

    assertThat(digest(later)).isNotEqualTo(read);
  }

  @Test
  void X5_a_file_changed_within_two_seconds_of_its_reading_is_not_remembered() throws IOException {
    digest(Instant.now());
    assertThat(remembered.find(file, fingerprint())).isEmpty();

    digest(Instant.ofEpochSecond(0, fingerprint().ctime()).plusSeconds(2));
    assertThat(remembered.find(file, fingerprint())).isEmpty();
  }

  @Test
  void X5_an_edit_that_sets_back_the_time_of_the_file_is_seen() throws IOException {
    FileTime old = FileTime.from(Instant.now().minusSeconds(7200));
    Files.setLastModifiedTime(file, old);
    String before = digest(later);

    Files.writeString(file, CHANGED);
    Files.setLastModifiedTime(file, old);

    assertThat(digest(later)).isNotEqualTo(before);
  }

  @Test
  void X5_an_old_file_moved_into_the_place_of_another_is_seen() throws IOException {
    FileTime old = FileTime.from(Instant.now().minusSeconds(7200));
    Files.setLastModifiedTime(file, old);
    Path other = Files.writeString(temporary.resolve("other"), CHANGED);
    Files.setLastModifiedTime(other, old);
    String before = digest(later);

    Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(digest(later)).isNotEqualTo(before);
  }

  @Test
  void X5_a_small_file_is_always_read() throws IOException {
    Files.writeString(file, "small");
    digest(later);

    assertThat(remembered.find(file, fingerprint())).isEmpty();
  }

  @Test
  void X5_a_later_process_knows_what_an_earlier_one_read() throws IOException {
    Files.createDirectory(temporary.resolve("store"));
    digest(later);

    RememberedDigests ofAnother = new RememberedDigests(temporary.resolve("store"));
    assertThat(ofAnother.find(file, fingerprint())).isEqualTo(remembered.find(file, fingerprint()));
    assertThat(ofAnother.find(file, fingerprint())).isPresent();
  }

  @Test
  void X5_damaged_lines_are_passed_over_and_the_others_still_known() throws IOException {
    Path store = Files.createDirectory(temporary.resolve("store"));
    digest(later);
    Path lines = store.resolve(RememberedDigests.FILE);
    String good = Files.readString(lines);

    Files.writeString(lines, "\0garbage\n00000000 1 2 3\n" + good.substring(0, 40) + good);
    assertThat(new RememberedDigests(store).find(file, fingerprint())).isPresent();

    Files.writeString(lines, good.replace(" 65536 ", " 65537 "));
    assertThat(new RememberedDigests(store).find(file, fingerprint())).isEmpty();
  }

  @Test
  void X5_a_memory_that_cannot_be_written_is_no_error() throws IOException {
    Path store = Files.createDirectory(temporary.resolve("store"));
    Files.createDirectory(store.resolve(RememberedDigests.FILE));

    assertThat(digest(later)).hasSize(64);
    assertThat(remembered.find(file, fingerprint())).isPresent();
  }

  @Test
  void X4_reading_makes_no_store() throws IOException {
    StoreFixture at = new StoreFixture(temporary);
    ObjectStore objects = at.reopened(later);

    assertThat(objects.digest("file://" + file)).isPresent();
    assertThat(objects.digest("s3://bucket/key")).isEmpty();
    assertThat(objects.objects("s3://bucket/key")).isEmpty();
    assertThat(objects.read("s3://bucket/key")).isEmpty();
    assertThat(objects.fetch("s3://bucket/key", temporary)).isZero();
    assertThat(at.store).doesNotExist();
  }
}
