package dev.stepcache.cli.runner;

import java.util.List;

/**
 * A command of the user's own that does a step's work.
 *
 * @param words at least one
 * @param files further files and folders that it works by, relative to the folder of the commands
 */
record StepCommand(List<String> words, List<String> files) {
  StepCommand {
    words = List.copyOf(words);
    files = List.copyOf(files);
  }
}
