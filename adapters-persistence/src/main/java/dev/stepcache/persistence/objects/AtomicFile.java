package dev.stepcache.persistence.objects;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/** Writes files that are there whole or not at all, also after a loss of power. */
final class AtomicFile {
  private static final String PREFIX = ".stepcache-";
  private static final String SUFFIX = ".tmp";

  private AtomicFile() {}

  /** Whether a file of this name is one that was never finished, and so is no object. */
  static boolean isTemporary(String name) {
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
  }

  interface Content {
    void writeTo(FileOutputStream out) throws IOException;
  }

  /** Replaces a file. */
  static void write(Path target, Content content) throws IOException {
    Path folder = folderOf(target);
    Path temporary = temporary(folder, content);
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    sync(folder);
  }

  /** Writes a file that is not there yet; answers whether it was this one who did. */
  static boolean writeNew(Path target, Content content) throws IOException {
    Path folder = folderOf(target);
    Path temporary = temporary(folder, content);
    try {
      linkOrCopy(target, temporary);
    } catch (FileAlreadyExistsException anothers) {
      return false;
    } finally {
      Files.deleteIfExists(temporary);
    }
    sync(folder);
    return true;
  }

  /** Unlike a move a link never replaces another's; a copy may be seen half written. */
  private static void linkOrCopy(Path target, Path temporary) throws IOException {
    try {
      Files.createLink(target, temporary);
    } catch (FileAlreadyExistsException anothers) {
      throw anothers;
    } catch (IOException | UnsupportedOperationException noLinks) {
      Files.copy(temporary, target);
    }
  }

  private static Path folderOf(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(target + " cannot be written: it is a root");
    }
    createFolders(folder);
    return folder;
  }

  /** A finished file with a name that is no object's. */
  static Path temporary(Path folder, Content content) throws IOException {
    Path temporary = folder.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
    // No FileChannel: an interruption would close it, and this is the end of a job that is over.
    try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
      content.writeTo(out);
      out.getFD().sync();
    } catch (IOException failed) {
      Files.deleteIfExists(temporary);
      throw failed;
    }
    return temporary;
  }

  static void createFolders(Path folder) throws IOException {
    Deque<Path> changed = new ArrayDeque<>();
    for (Path missing = folder; !Files.exists(missing); ) {
      Path parent = missing.getParent();
      if (parent == null) {
        break;
      }
      changed.push(parent);
      missing = parent;
    }
    Files.createDirectories(folder);
    changed.forEach(AtomicFile::sync);
  }

  /** Makes a folder's names durable, where the system can. */
  static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notHere) {
      // Some systems open no folders; what they promise about names is all there is.
    }
  }
}
