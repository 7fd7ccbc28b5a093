package dev.stepcache.cli.runner;

import java.nio.file.Path;

/** A folder of a job's own, and how it stands for {@code /opt/ml} in what the job sees. */
interface OptMl {
  String ROOT = "/opt/ml";

  /** The folder as everybody else sees it. */
  Path folder();

  /** A text with all that it says of {@code /opt/ml} put as the job sees it. */
  String text(String text);

  /** The real file or folder of a path that the job sees. */
  default Path real(String path) {
    if (!isBelow(path)) {
      throw new IllegalArgumentException(path + " is not below " + ROOT);
    }
    return folder().resolve(path.substring(ROOT.length() + 1));
  }

  /** Whether this is a path below {@code /opt/ml} that does not lead out of it. */
  static boolean isBelow(String path) {
    return path.startsWith(ROOT + "/")
        && path.length() > ROOT.length() + 1
        && path.indexOf('\0') < 0
        && Path.of(path).normalize().startsWith(ROOT)
        && !Path.of(path).normalize().equals(Path.of(ROOT));
  }
}
