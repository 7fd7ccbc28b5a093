package dev.stepcache.cli.runner;

import java.util.List;

/** How processes of this machine are shown {@code /opt/ml}. */
interface LocalOptMl extends OptMl {

  /** The folder as the job sees it. */
  String seen();

  /**
   * The command that starts a command where it sees {@code /opt/ml}.
   *
   * @param workingFolder the folder it starts in, as the job sees it
   */
  List<String> start(List<String> command, String workingFolder);
}
