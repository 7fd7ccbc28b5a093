package dev.stepcache.cli.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a container left in a job's folder. Who is root in it may be root here too, and only a
 * container can give away what is root's; so one of the same image gives it to whom the folder
 * belongs.
 */
record LeftFiles(Path folder) {
  private static final String OWNER = "unix:uid";
  private static final Integer ROOT = 0;

  /** Whoever owns the folder here is in the container the number that it has there. */
  private static final String GIVE_AWAY =
      "chown -R \"$(stat -c %u:%g /stepcache)\" /stepcache && chmod -R u+rwX /stepcache";

  /** Makes all of it its user's own. What cannot be is noticed by whoever reads it. */
  void takeOver(ContainerEngine engine, String image) {
    if (areOurs()) {
      return;
    }
    List<String> words =
        new ArrayList<>(List.of("run", "--rm", "--network", "none", "--user", "0:0"));
    words.addAll(engine.runOptions());
    words.add("--mount");
    words.add("type=bind,source=%s,target=/stepcache".formatted(folder));
    words.addAll(List.of("--entrypoint=sh", image, "-c", GIVE_AWAY));
    engine.call(words);
  }

  /** Root can read and delete everybody's. */
  private boolean areOurs() {
    try (Stream<Path> files = Files.walk(folder)) {
      Object owner = Files.getAttribute(folder, OWNER);
      return owner.equals(ROOT) || files.allMatch(file -> owner.equals(ownerOf(file)));
    } catch (IOException | UncheckedIOException unreadable) {
      return false;
    }
  }

  private static Object ownerOf(Path file) {
    try {
      return Files.getAttribute(file, OWNER, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
