package dev.stepcache.cli.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.cli.command.Interruption;
import dev.stepcache.cli.command.Invocation;
import dev.stepcache.cli.output.Console;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A folder in which stepcache is called, in this process, with a history in a real file. */
final class Shell {
  /** A step whose runs may be reused for thirty days. */
  static final String STEP =
      """
      {"Name": "train", "Type": "Training",
       "Arguments": {"HyperParameters": {"eta": "0.1", "api_token": "hush"},
         "OutputDataConfig": {"S3OutputPath": "s3://bucket/out"}},
       "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}}
      """;

  static final String NOT_CACHEABLE =
      """
      {"Name": "tell", "Type": "Lambda", "Arguments": {"x": 1},
       "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}}
      """;

  static final String DEFINITION =
      """
      {"Version": "2020-12-01", "Steps": [
        {"Name": "prepare", "Type": "Processing",
         "Arguments": {"AppSpecification": {"ImageUri": "image"}, "Environment": {"SECRET": "a"}},
         "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}},
        {"Name": "train", "Type": "Training", "DependsOn": ["prepare"],
         "Arguments": {"HyperParameters": {"eta": "0.1"}},
         "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}}]}
      """;

  static final String NOON = "2026-01-31T12:00:00Z";

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private byte[] input = new byte[0];

  Shell(Path folder) {
    this.folder = folder;
    write("step.json", STEP);
  }

  /** What a command answered. */
  record Answer(int exitCode, String out, String err) {
    ObjectValue json() {
      return Shell.json(out);
    }

    List<String> lines() {
      return out.lines().toList();
    }

    String text() {
      return out.strip();
    }
  }

  static ObjectValue json(String text) {
    return (ObjectValue) JsonReader.readOwn(text);
  }

  Answer stepcache(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            false,
            false,
            false);
    Invocation invocation =
        new Invocation(
            console,
            new ByteArrayInputStream(input),
            folder,
            environment,
            InstantSource.system(),
            DaggerSessionComponent.factory(),
            new NoSignals());
    int exitCode = Main.commandLine(invocation, words).execute(words);
    return new Answer(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** The same, with the clock set. */
  Answer at(String instant, String... words) {
    String[] more = Arrays.copyOf(words, words.length + 2);
    System.arraycopy(words, 1, more, 3, words.length - 1);
    more[1] = "--as-of";
    more[2] = instant;
    return stepcache(more);
  }

  /** Records a success of the usual step of pipeline p at an instant; answers its run. */
  String recorded(String at, String... more) {
    String[] words = {
      "record", "--pipeline", "p", "step.json", "--status", "Succeeded", "--completed-at", at
    };
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return at(at, all).text();
  }

  /** The decision for the usual step now. */
  ObjectValue lookup() {
    return stepcache("lookup", "--pipeline", "p", "step.json", "--output", "json").json();
  }

  ObjectValue lookup(String at) {
    return at(at, "lookup", "--pipeline", "p", "step.json", "--output", "json").json();
  }

  void variable(String name, String value) {
    environment.put(name, value);
  }

  void type(String text) {
    input = text.getBytes(UTF_8);
  }

  Path write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  static String textOf(ObjectValue document, String... members) {
    AttributeValue value = document;
    for (String member : members) {
      value = ((ObjectValue) value).members().get(member);
      if (value == null) {
        return "(absent)";
      }
    }
    return value.asText().orElse(String.valueOf(value));
  }

  private static final class NoSignals implements Interruption {
    @Override
    public <T> T during(Work<T> work, Runnable stop) throws InterruptedException {
      return work.done();
    }

    @Override
    public void awaitSignal(Runnable then) {
      then.run();
    }
  }
}
