package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder is mounted at {@code /opt/ml} of a container, and other folders where else the request
 * wants them.
 *
 * @param elsewhere holds these other folders, each by its path in the container
 */
record ContainerOptMl(Path folder, Path elsewhere) implements OptMl {

  /** Whether a folder can be mounted at this path, or is where {@code /opt/ml} is. */
  static boolean canShow(String path) {
    return OptMl.isBelow(path)
        || (path.startsWith("/")
            && path.indexOf('\0') < 0
            && path.indexOf(',') < 0 // which would end it in a --mount
            && Path.of(path).normalize().getNameCount() > 0
            && !Path.of(ROOT).startsWith(Path.of(path).normalize())
            && !Path.of(path).normalize().startsWith(ROOT));
  }

  @Override
  public String text(String text) {
    return text;
  }

  @Override
  public Path real(String path) {
    return OptMl.isBelow(path)
        ? OptMl.super.real(path)
        : elsewhere.resolve(URLEncoder.encode(Path.of(path).normalize().toString(), UTF_8));
  }

  /** What a container is started with to see these folders. */
  List<String> options() throws IOException {
    List<String> options = new ArrayList<>();
    for (Map.Entry<String, Path> mount : mounts().entrySet()) {
      options.add("--mount");
      options.add("type=bind,source=%s,target=%s".formatted(mount.getValue(), mount.getKey()));
    }
    return options;
  }

  /** The folders of the machine by the paths that they have in the container. */
  private SortedMap<String, Path> mounts() throws IOException {
    if (folder.toString().indexOf(',') >= 0) {
      throw new IOException("a folder with a comma in its path cannot be mounted: " + folder);
    }
    SortedMap<String, Path> mounts = new TreeMap<>();
    mounts.put(ROOT, folder);
    try (Stream<Path> others = Files.list(elsewhere)) {
      others.forEach(
          other -> mounts.put(URLDecoder.decode(other.getFileName().toString(), UTF_8), other));
    }
    return mounts;
  }
}
