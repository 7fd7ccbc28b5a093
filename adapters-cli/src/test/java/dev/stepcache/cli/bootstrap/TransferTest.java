package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.NOON;
import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 7: export and import. */
class TransferTest {
  private static final String LATER = "2026-01-31T13:00:00Z";

  @TempDir Path folder;
  private Shell here;
  private Shell there;

  @BeforeEach
  void open() {
    here = new Shell(folder.resolve("here"));
    there = new Shell(folder.resolve("there"));
    here.write("d.json", Shell.DEFINITION);
  }

  private void fill() {
    here.write("outputs.json", "{\"token\": \"exact\"}");
    here.recorded(NOON, "--outputs", "outputs.json");
    here.at(NOON, "run", "d.json", "--runner", "simulate");
    here.stepcache("refresh", "d");
  }

  private String moved() {
    return here.path("all.jsonl").toString();
  }

  @Test
  void a_history_moves_with_all_that_it_has() throws IOException {
    fill();
    Shell.Answer exported = here.stepcache("export", "all.jsonl");
    assertThat(exported.exitCode()).isZero();
    assertThat(exported.out()).isEqualTo("exported 2 pipelines, 1 execution and 3 runs\n");
    assertThat(Files.readAllLines(here.path("all.jsonl")))
        .hasSize(9)
        .allMatch(l -> l.startsWith("{"));

    Shell.Answer imported = there.stepcache("import", moved());
    assertThat(imported.exitCode()).isZero();
    assertThat(imported.out()).isEqualTo("imported 2 pipelines, 1 execution and 3 runs\n");
    for (String list : List.of("history", "executions", "explain")) {
      assertThat(there.stepcache(list, "--output", "json").out())
          .isEqualTo(here.stepcache(list, "--output", "json").out());
    }
    assertThat(textOf(there.lookup(LATER), "outcome")).isEqualTo("HIT");
  }

  @Test
  void importing_twice_is_importing_once() {
    fill();
    here.stepcache("export", "all.jsonl");
    there.stepcache("import", moved());

    assertThat(there.stepcache("import", moved(), "--output", "json").json())
        .isEqualTo(Shell.json("{\"pipelines\": 0, \"executions\": 0, \"runs\": 0}"));
  }

  @Test
  void standard_output_and_input_will_do() {
    fill();
    Shell.Answer exported = here.stepcache("export", "-", "--output", "json");
    assertThat(exported.lines()).hasSize(9);
    assertThat(exported.err())
        .isEqualTo("stepcache: exported 2 pipelines, 1 execution and 3 runs\n");

    there.type(exported.out());
    assertThat(there.stepcache("import", "-").exitCode()).isZero();
    assertThat(textOf(there.lookup(LATER), "outcome")).isEqualTo("HIT");
  }

  @Test
  void an_export_replaces_a_file_whole_and_leaves_nothing_else() throws IOException {
    here.write("all.jsonl", "what was there before");
    assertThat(here.stepcache("export", "all.jsonl", "--output", "json").json())
        .isEqualTo(Shell.json("{\"pipelines\": 0, \"executions\": 0, \"runs\": 0}"));

    assertThat(here.path("all.jsonl")).isEmptyFile();
    try (var files = Files.list(here.path("."))) {
      assertThat(files).hasSize(4);
    }
  }

  @Test
  void an_export_that_cannot_be_written_is_said_so() {
    Shell.Answer answer = here.stepcache("export", "none/all.jsonl");

    assertThat(answer.exitCode()).isEqualTo(66);
    assertThat(answer.err())
        .startsWith("stepcache: none/all.jsonl cannot be written: there is no ");
    assertThat(here.stepcache("export", ".").exitCode()).isEqualTo(66);
  }

  @Test
  void a_fault_in_any_line_imports_nothing_and_names_the_line() throws IOException {
    fill();
    here.stepcache("export", "all.jsonl");
    Path file = here.path("all.jsonl");
    String good = Files.readString(file);

    Files.writeString(file, good + "{\"fact\": \"rumour\"}\n");
    Shell.Answer rumour = there.stepcache("import", moved());
    assertThat(rumour.exitCode()).isEqualTo(65);
    assertThat(rumour.err())
        .isEqualTo(
            "stepcache: %s: line 10: there is no fact \"rumour\" in a history;".formatted(moved())
                + " nothing was imported\n");
    Files.writeString(file, good + "\n");
    assertThat(there.stepcache("import", moved()).err()).contains("line 10: ");
    Files.writeString(file, good.lines().skip(2).findFirst().orElseThrow() + "\n");
    assertThat(there.stepcache("import", moved()).err()).contains("line 1: ");
    Files.writeString(file, good + "\u00ff", ISO_8859_1);
    assertThat(there.stepcache("import", moved()).err()).contains("it is no UTF-8");

    assertThat(there.stepcache("history", "--output", "json").json().itemsOf("runs")).isEmpty();
  }

  @Test
  void a_file_that_is_not_there_is_said_so() {
    assertThat(there.stepcache("import", "none.jsonl").exitCode()).isEqualTo(66);
    assertThat(there.stepcache("import", ".").exitCode()).isEqualTo(66);
  }
}
