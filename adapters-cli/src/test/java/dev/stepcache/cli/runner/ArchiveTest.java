package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
  @TempDir Path temporary;

  private Path folder(String name) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve(name));
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve("x".repeat(150)));
    Files.writeString(folder.resolve("x".repeat(150)).resolve("é"), "deep");
    Path program = Files.writeString(folder.resolve("run"), "#!/bin/sh");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(folder.resolve("link"), Path.of("run"));
    return folder;
  }

  @Test
  void an_archive_holds_names_bytes_and_what_is_executable() throws IOException {
    Path archive = temporary.resolve("a.tar.gz");
    Archive.pack(folder("from"), archive);
    Path to = temporary.resolve("to");
    Archive.unpack(archive, to);

    assertThat(to.resolve("x".repeat(150)).resolve("é")).hasContent("deep");
    assertThat(to.resolve("run")).isExecutable();
    assertThat(to.resolve("link")).hasContent("#!/bin/sh");
    assertThat(to.resolve("empty")).isDirectory();
  }

  @Test
  void the_same_content_packs_to_the_same_bytes() throws IOException {
    Path one = temporary.resolve("1.tar.gz");
    Path other = temporary.resolve("2.tar.gz");
    Archive.pack(folder("one"), one);
    Path later = folder("other");
    Files.setLastModifiedTime(later.resolve("run"), FileTime.fromMillis(1));
    Archive.pack(later, other);

    assertThat(one).hasSameBinaryContentAs(other);
  }

  @Test
  void tar_itself_reads_an_archive() throws Exception {
    Path archive = temporary.resolve("a.tar.gz");
    Archive.pack(folder("from"), archive);
    Path to = Files.createDirectory(temporary.resolve("to"));

    Process tar =
        new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", to.toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    assertThat(to.resolve("x".repeat(150)).resolve("é")).hasContent("deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../escaped", "a/../../escaped", "/../escaped"})
  void an_entry_that_leads_out_is_refused(String name) throws IOException {
    Path archive = archive(new TarArchiveEntry(name, true), "x");

    assertThatThrownBy(() -> Archive.unpack(archive, temporary.resolve("to")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("leads out of it");
    assertThat(temporary.resolve("escaped")).doesNotExist();
  }

  @Test
  void a_link_that_leads_out_is_refused() throws IOException {
    TarArchiveEntry link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
    link.setLinkName("/etc");

    Path archive = archive(link, "");
    assertThatThrownBy(() -> Archive.unpack(archive, temporary.resolve("to")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("\"link\" leads out of it");
  }

  private Path archive(TarArchiveEntry entry, String content) throws IOException {
    Path archive = temporary.resolve("bad.tar.gz");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
      entry.setSize(content.length());
      tar.putArchiveEntry(entry);
      tar.write(content.getBytes(UTF_8));
      tar.closeArchiveEntry();
    }
    return archive;
  }
}
