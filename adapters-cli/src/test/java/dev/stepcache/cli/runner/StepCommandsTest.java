package dev.stepcache.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** X3: stepcache.json says by which commands steps are run. */
class StepCommandsTest {
  @TempDir Path folder;

  private void write(String document) throws IOException {
    Files.writeString(folder.resolve(StepCommands.FILE), document);
  }

  private static Optional<List<String>> command(StepCommands commands, String step, String type) {
    return commands.of(new StepName(step), new StepType(type)).map(StepCommand::words);
  }

  @Test
  void X3_a_steps_own_command_comes_before_that_of_its_type() throws IOException {
    write(
        """
        {"steps": {"Notify": {"command": ["sh", "notify.sh"]}},
         "types": {"Lambda": {"command": ["lambda"]}},
         "secrets": ["(?i)api.?key"]}
        """);
    StepCommands commands = StepCommands.read(folder).get();

    assertThat(command(commands, "Notify", "Lambda")).contains(List.of("sh", "notify.sh"));
    assertThat(command(commands, "Other", "Lambda")).contains(List.of("lambda"));
    assertThat(command(commands, "Other", "Training")).isEmpty();
    assertThat(commands.secrets()).map(Pattern::pattern).containsExactly("(?i)api.?key");
  }

  @Test
  void X3_without_the_file_there_are_no_commands() {
    assertThat(StepCommands.read(folder).get()).isEqualTo(StepCommands.none(folder));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                           | `` | an object was expected",
        "{'step':{}}                  | /step | 'step' is not known",
        "{'steps':[]}                 | /steps | an object was expected",
        "{'steps':{'a':'sh'}}         | /steps/a | an object was expected",
        "{'steps':{'a':{}}}           | /steps/a | it has no command",
        "{'steps':{'a':{'command':'sh'}}}    | /steps/a/command | a list of texts was expected",
        "{'steps':{'a':{'command':[]}}}      | /steps/a/command | at least the name of a program",
        "{'steps':{'a/b':{'command':[1]}}}   | /steps/a~1b/command/0 | a text was expected",
        "{'types':{'a':{'command':['x'],'file':[]}}} | /types/a/file | 'file' is not known",
        "{'types':{'a':{'command':['x'],'files':['no.py']}}} | /types/a/files/0 | folder 'no.py'",
        "{'secrets':['(']}            | /secrets/0 | is no regular expression",
        "{'steps':{},'steps':{}}      | /steps | stands here twice"
      })
  void X3_what_is_wrong_is_named_with_its_place(String document, String pointer, String message)
      throws IOException {
    write(document.replace('\'', '"'));

    StepCommands.Fault fault = StepCommands.read(folder).getLeft();
    assertThat(fault.pointer()).isEqualTo(pointer);
    assertThat(fault.toString()).contains(StepCommands.FILE, message.replace('\'', '"'));
  }

  @Test
  void X3_a_file_that_cannot_be_read_is_a_fault() throws IOException {
    Files.createDirectory(folder.resolve(StepCommands.FILE));

    assertThat(StepCommands.read(folder).getLeft().message()).contains("cannot be read");
  }
}
