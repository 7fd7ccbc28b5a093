package dev.stepcache.persistence.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Digests of files that were read before, each with the fingerprint that its file had. They are
 * known to this process, and through a file beside the objects to later ones. That file only saves
 * time: a line of it that is damaged is passed over, and where it cannot be read or written, all is
 * as if it were not there.
 */
final class RememberedDigests {
  static final String FILE = ".digests";

  private static final int MOST = 10_000;

  /** Lines are only ever added, until there are this many bytes of them. */
  private static final long MOST_BYTES = 8 * 1024 * 1024;

  private final Path store;
  private final Path lines;
  private final Map<Path, Known> known = new LinkedHashMap<>(16, 0.75f, true);
  private boolean loaded;

  RememberedDigests(Path store) {
    this.store = store;
    this.lines = store.resolve(FILE);
  }

  /** Of a file as it is now. */
  synchronized Optional<String> find(Path file, Fingerprint now) {
    load();
    Known then = known.get(file);
    return then != null && then.print.equals(now) ? Optional.of(then.digest) : Optional.empty();
  }

  synchronized void keep(Path file, Fingerprint print, String digest) {
    load();
    Known learned = new Known(print, digest);
    add(file, learned);
    try {
      if (!Files.isDirectory(store)) {
        return; // a store is not made by reading
      }
      if (Files.exists(lines) && Files.size(lines) > MOST_BYTES) {
        writeAnew();
      } else {
        Files.writeString(
            lines, line(file, learned), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException | UnsupportedOperationException notKept) {
      // It is read again by the next process, which is slower and nothing worse.
    }
  }

  private void add(Path file, Known learned) {
    known.put(file, learned);
    if (known.size() > MOST) {
      known.remove(known.keySet().iterator().next());
    }
  }

  private void load() {
    if (loaded) {
      return;
    }
    loaded = true;
    try {
      // Far more than is ever written is not ours, and not read.
      if (Files.isRegularFile(lines) && Files.size(lines) <= 2 * MOST_BYTES) {
        new String(Files.readAllBytes(lines), UTF_8).lines().forEach(this::read);
      }
    } catch (IOException notThere) {
      known.clear();
    }
  }

  private void writeAnew() throws IOException {
    StringBuilder all = new StringBuilder();
    known.forEach((file, learned) -> all.append(line(file, learned)));
    AtomicFile.write(lines, out -> out.write(all.toString().getBytes(UTF_8)));
  }

  /** A line begins with a blank: one that was cut off by a crash spoils none that follows it. */
  private static String line(Path file, Known learned) {
    Fingerprint print = learned.print;
    String text =
        "%s %d %d %d %d %d %s"
            .formatted(
                learned.digest,
                print.size(),
                print.mtime(),
                print.ctime(),
                print.inode(),
                print.device(),
                PercentEncoding.encode(file.toString()));
    return "\n%08x %s\n".formatted(checksum(text), text);
  }

  private void read(String line) {
    String[] parts = line.split(" ", 2);
    if (parts.length < 2 || !parts[0].equals("%08x".formatted(checksum(parts[1])))) {
      return;
    }
    String[] fields = parts[1].split(" ", -1);
    if (fields.length == 7) {
      Fingerprint print =
          new Fingerprint(
              Long.parseLong(fields[1]),
              Long.parseLong(fields[2]),
              Long.parseLong(fields[3]),
              Long.parseLong(fields[4]),
              Long.parseLong(fields[5]));
      PercentEncoding.decode(fields[6])
          .ifPresent(file -> add(Path.of(file), new Known(print, fields[0])));
    }
  }

  private static long checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(UTF_8));
    return crc.getValue();
  }

  private record Known(Fingerprint print, String digest) {}
}
