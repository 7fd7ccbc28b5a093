package dev.stepcache.cli.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program of this machine, as a request names it.
 *
 * @param command its words
 * @param folder where it starts, {@code /opt/ml} or below
 * @param environment what it has beside what all jobs inherit
 */
record LocalProgram(List<String> command, String folder, Map<String, String> environment) {

  /**
   * One whose first word may be a file that the job brought along, to be run as its ending says.
   */
  static LocalProgram ofEntryPoint(
      List<String> words, OptMl optMl, Map<String, String> environment) {
    List<String> command = new ArrayList<>(words);
    String first = command.get(0);
    if (OptMl.isBelow(first) && Files.isRegularFile(optMl.real(first))) {
      Interpreters.of(optMl.real(first)).ifPresent(interpreter -> command.addAll(0, interpreter));
    }
    return new LocalProgram(command, OptMl.ROOT, environment);
  }

  /**
   * One that is a file of the job's.
   *
   * @param file its path below {@code /opt/ml}
   */
  static LocalProgram ofFile(
      String file,
      List<String> arguments,
      OptMl optMl,
      String folder,
      Map<String, String> environment)
      throws JobFailure {
    Path program = optMl.real(file);
    List<String> command =
        new ArrayList<>(
            Interpreters.of(program)
                .orElseThrow(() ->
                    new JobFailure(
                        file
                            + " can be run neither by itself, for it is not executable, nor by"
                            + " its ending, which is none of .py, .java and .sh")));
    command.add(file);
    command.addAll(arguments);
    return new LocalProgram(command, folder, environment);
  }
}
