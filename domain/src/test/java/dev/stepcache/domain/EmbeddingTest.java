package dev.stepcache.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.signature.KeyDocument;
import io.vavr.PartialFunction;
import io.vavr.control.Either;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The domain embedded in another program")
class EmbeddingTest {
  private static final Path PROGRAM = Path.of("../examples/embedding/Embed.java");
  private static final Path README = Path.of("../README.md");
  private static final Pattern JAVA_BLOCK =
      Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @Test
  void needs_nothing_but_itself_and_vavr(@TempDir Path classes) throws Exception {
    String domain = pathOf(KeyDocument.class, Either.class, PartialFunction.class);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", domain, "-d", classes.toString(), PROGRAM.toString());
    assertThat(status).isZero();

    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                domain + File.pathSeparator + classes,
                "Embed")
            .redirectErrorStream(true)
            .start();
    String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output.lines())
        .containsExactly(
            "4703d803 miss: NO_PREVIOUS_RUN",
            "4703d803 hit: run-1, PT5H old",
            "22db4230 miss: /Code/Version is no longer as in run-1",
            "4703d803 miss: EXPIRED");
    assertThat(program.waitFor()).isZero();
  }

  @Test
  void is_shown_in_the_readme_as_it_is() throws Exception {
    List<String> programs =
        JAVA_BLOCK
            .matcher(Files.readString(README))
            .results()
            .map(block -> block.group(1))
            .filter(block -> block.contains("class Embed"))
            .toList();
    assertThat(programs).containsExactly(Files.readString(PROGRAM));
  }

  private static String pathOf(Class<?>... classes) {
    return Stream.of(classes)
        .map(EmbeddingTest::placeOf)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String placeOf(Class<?> someClass) {
    try {
      return Path.of(someClass.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
