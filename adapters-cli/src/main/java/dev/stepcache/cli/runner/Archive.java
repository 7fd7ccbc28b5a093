package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A {@code tar.gz}, as models are kept in. */
final class Archive {
  private static final int EXECUTABLE = 0111;

  private Archive() {}

  /** Packs a folder; the same names and bytes give the same archive, whenever and whoever packs. */
  static void pack(Path folder, Path archive) throws IOException {
    SortedMap<String, Path> content = new TreeMap<>(JobFiles.at(folder));
    JobFiles.foldersBelow(folder).forEach((name, path) -> content.put(name + "/", path));
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GZIPOutputStream(file), UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (Map.Entry<String, Path> entry : content.entrySet()) {
        add(tar, entry.getKey(), entry.getValue());
      }
    }
  }

  private static void add(TarArchiveOutputStream tar, String name, Path path) throws IOException {
    boolean isFolder = name.endsWith("/");
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setModTime(0);
    entry.setIds(0, 0);
    entry.setNames("", "");
    entry.setMode(isFolder || Files.isExecutable(path) ? 0755 : 0644);
    entry.setSize(isFolder ? 0 : Files.size(path));
    tar.putArchiveEntry(entry);
    if (!isFolder) {
      Files.copy(path, tar);
    }
    tar.closeArchiveEntry();
  }

  /** Unpacks into a folder; an entry that leads out of it is refused. */
  static void unpack(Path archive, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new GZIPInputStream(file), UTF_8.name())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, folder);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = inside(folder, folder.resolve(entry.getName()), entry);
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Path parent = target.resolve("..").normalize();
    Files.createDirectories(parent);
    if (!parent.toRealPath().startsWith(folder.toRealPath())) {
      throw leadsOut(entry);
    }
    Files.deleteIfExists(target);
    if (entry.isSymbolicLink()) {
      Path linked = Path.of(entry.getLinkName());
      inside(folder, parent.resolve(linked), entry);
      Files.createSymbolicLink(target, linked);
    } else if (entry.isLink()) {
      Path linked = inside(folder, folder.resolve(entry.getLinkName()), entry);
      if (!Files.isRegularFile(linked, LinkOption.NOFOLLOW_LINKS)) {
        throw leadsOut(entry);
      }
      Files.copy(linked, target, StandardCopyOption.COPY_ATTRIBUTES);
    } else if (entry.isFile()) {
      Files.copy(tar, target);
      if ((entry.getMode() & EXECUTABLE) != 0 && !target.toFile().setExecutable(true, false)) {
        throw new IOException(target + " could not be made executable");
      }
    }
  }

  private static Path inside(Path folder, Path path, TarArchiveEntry entry) throws IOException {
    Path normal = path.normalize();
    if (!normal.startsWith(folder.normalize())) {
      throw leadsOut(entry);
    }
    return normal;
  }

  private static IOException leadsOut(TarArchiveEntry entry) {
    return new IOException("the archive's entry \"%s\" leads out of it".formatted(entry.getName()));
  }
}
