package dev.stepcache.persistence.objects;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The random name of a store, kept in a file of its folder. It is written once, when the store is
 * made; of several processes that make the store at once, all take the name of the first.
 */
final class StoreIdentity {
  static final String FILE = ".identity";

  private static final int BYTES = 16;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}\n");

  private final Path file;
  private @Nullable String known;

  StoreIdentity(Path store) {
    this.file = store.resolve(FILE);
  }

  /**
   * The store's name; the store is made when it is not there. One that cannot be made holds
   * nothing: it is given a name that no other has, until it can.
   */
  synchronized String get() {
    if (known == null) {
      try {
        Optional<String> written = read();
        if (written.isEmpty()) {
          return tryToMake();
        }
        known = written.get();
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable.getMessage(), unreadable);
      }
    }
    return known;
  }

  private String tryToMake() {
    try {
      return make();
    } catch (IOException notMade) {
      return random();
    }
  }

  /** Makes the store unless it is there. */
  synchronized String make() throws IOException {
    if (known == null) {
      if (!Files.exists(file)) {
        String line = random() + "\n";
        AtomicFile.writeNew(file, out -> out.write(line.getBytes(US_ASCII)));
      }
      known = read().orElseThrow(() -> new IOException(file + " is not there any more"));
    }
    return known;
  }

  private Optional<String> read() throws IOException {
    String line;
    try {
      if (FileTree.attributes(file).isEmpty()) {
        return Optional.empty();
      }
      line = Files.readString(file, US_ASCII);
    } catch (IOException failed) {
      throw FileFault.reading(file, failed);
    }
    if (!FORM.matcher(line).matches()) {
      throw new IOException(
          "%s is damaged: it should be one line of %d hex digits".formatted(file, 2 * BYTES));
    }
    return Optional.of(line.strip());
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
