package dev.stepcache.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.cli.command.Commands;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 7: what holds for every command. */
class CommandsTest {
  static final List<String> NAMES = Commands.NAMES;

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void every_command_has_help(String name) {
    Shell.Answer answer = shell.stepcache(name, "--help");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).startsWith("Usage: stepcache " + name).endsWith("\n");
    assertThat(answer.err()).isEmpty();
    assertThat(answer.lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void no_command_knows_an_option_that_is_none(String name) {
    Shell.Answer answer = shell.stepcache(name, "--nonsense");

    assertThat(answer.exitCode()).isEqualTo(64);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("stepcache: ").doesNotContain("\tat ");
  }

  @Test
  void help_lists_every_command_with_a_line_or_two() {
    Shell.Answer answer = shell.stepcache("--help");

    assertThat(answer.exitCode()).isZero();
    assertThat(NAMES)
        .allSatisfy(name -> assertThat(answer.out()).containsPattern("\n  " + name + " +[A-Z]"));
    assertThat(answer.lines()).hasSizeLessThan(40);
  }

  @Test
  void an_unknown_command_is_a_fault_of_usage() {
    assertThat(shell.stepcache("looup").exitCode()).isEqualTo(64);
    assertThat(shell.stepcache("looup").err()).contains("Did you mean").contains("lookup");
    assertThat(shell.stepcache().exitCode()).isEqualTo(64);
    assertThat(shell.stepcache("--nonsense").exitCode()).isEqualTo(64);
  }

  @Test
  void the_version_is_told() {
    assertThat(shell.stepcache("--version").out()).startsWith("stepcache ");
    assertThat(shell.stepcache("lookup", "--version").exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lookup --pipeline p step.json",
        "record --pipeline p step.json --status Failed",
        "record --run r --status Failed",
        "exec --pipeline p step.json --outputs o -- touch ran",
        "explain",
        "history",
        "executions",
        "refresh p",
        "retract r",
        "delete p",
        "prune --older-than P1D",
        "export all",
        "import step.json"
      })
  void R17_without_its_history_a_command_ends_with_69(String words) {
    shell.write("history.db", "this is no database, and is seen to be none");
    shell.variable("STEPCACHE_HISTORY", "jdbc:sqlite:" + shell.path("history.db"));
    Shell.Answer answer = shell.stepcache(words.split(" "));

    assertThat(answer.exitCode()).isEqualTo(69);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("stepcache: ").hasLineCount(1).contains("history.db");
    assertThat(folder.resolve("ran")).doesNotExist();
    assertThat(folder.resolve("all")).doesNotExist();
  }

  @Test
  void a_history_of_an_unknown_kind_is_unavailable() {
    assertThat(shell.stepcache("history", "--history", "jdbc:oracle:x").exitCode()).isEqualTo(69);
  }
}
