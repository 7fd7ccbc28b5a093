package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.cli.bootstrap.Shell.Answer;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.pipeline.DefinedStep;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.pipeline.PipelineParameter;
import dev.stepcache.domain.step.CacheConfig;
import dev.stepcache.domain.step.CacheableTypes;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * X1, X3: pipeline definitions that others wrote, in the folder named by the property {@code
 * stepcache.definitions}; tried where that is given.
 */
@EnabledIfSystemProperty(named = RealDefinitionsTest.FOLDER, matches = ".+")
@DisplayName("A definition that somebody else wrote")
class RealDefinitionsTest {
  static final String FOLDER = "stepcache.definitions";

  private static final ObjectValue CACHING =
      Shell.json("{\"Enabled\": true, \"ExpireAfter\": \"P30D\"}");

  /** One history for all. */
  @TempDir static Path folder;

  static List<Path> definitions() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty(FOLDER, "")))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @Test
  @DisplayName("is there to be tried")
  void is_there() throws IOException {
    assertThat(definitions()).isNotEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is refused for what it lacks, or planned and run, and the second time reused")
  @MethodSource("definitions")
  void is_refused_or_run_and_reused(Path file) throws IOException {
    Shell shell = new Shell(folder);
    String name = String.valueOf(file.getFileName());
    String text = Files.readString(file);
    shell.write(name, text);
    Answer check = shell.stepcache("check", name, "--output", "json");
    Set<String> undeclared = undeclared(Shell.json(text));
    if (undeclared.isEmpty()) {
      assertThat(check.exitCode()).as(check.out()).isZero();
      runTwice(shell, name, definition(text), volatiles(check));
    } else {
      refuse(shell, name, check, undeclared);
    }
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is reused wherever it can be, once caching is on in all its steps")
  @MethodSource("definitions")
  void is_reused_wherever_it_can_be(Path file) throws IOException {
    ObjectValue document = Shell.json(Files.readString(file));
    if (undeclared(document).isEmpty()) {
      Shell shell = new Shell(folder);
      String name = "cached-" + file.getFileName();
      String text = CanonicalJson.text(cached(document));
      shell.write(name, text);
      Answer check = shell.stepcache("check", name, "--output", "json");
      runTwice(shell, name, definition(text), volatiles(check));
    }
  }

  /** The same with caching on in every step that can have it. */
  private static AttributeValue cached(AttributeValue value) {
    return switch (value) {
      case ListValue list ->
          new ListValue(list.items().stream().map(RealDefinitionsTest::cached).toList());
      case ObjectValue object -> {
        SortedMap<String, AttributeValue> members = new TreeMap<>();
        object.members().forEach((name, member) -> members.put(name, cached(member)));
        boolean isCacheable =
            object
                .textMember("Type")
                .filter(type -> object.textMember("Name").isPresent() && !type.isEmpty())
                .filter(type -> CacheableTypes.sageMaker().contains(new StepType(type)))
                .isPresent();
        yield isCacheable
            ? new ObjectValue(members).with("CacheConfig", CACHING)
            : new ObjectValue(members);
      }
      default -> value;
    };
  }

  private static void refuse(Shell shell, String name, Answer check, Set<String> undeclared) {
    assertThat(check.exitCode()).isEqualTo(65);
    assertThat(objects(check.json(), "problems"))
        .allSatisfy(fault -> assertThat(textOf(fault, "code")).isEqualTo("UNKNOWN_REFERENCE"))
        .allSatisfy(fault -> assertThat(textOf(fault, "severity")).isEqualTo("error"));
    for (String command : List.of("run", "plan")) {
      Answer refused = shell.stepcache(command, name, "--runner", "simulate");
      assertThat(refused.exitCode()).isEqualTo(65);
      for (ObjectValue fault : objects(check.json(), "problems")) {
        assertThat(refused.err()).contains(textOf(fault, "pointer"), textOf(fault, "message"));
      }
      assertThat(refused.err()).contains(undeclared);
    }
  }

  private static void runTwice(
      Shell shell, String name, PipelineDefinition definition, Set<String> volatiles) {
    Answer plan = shell.stepcache(words("plan", name, definition));
    Answer first = shell.stepcache(words("run", name, definition));
    Answer second = shell.stepcache(words("run", name, definition));
    assertThat(first.exitCode()).as(first.err()).isIn(0, 1);
    assertThat(second.exitCode()).as(second.err()).isEqualTo(first.exitCode());
    if (plan.exitCode() == 0) {
      decisions(plan, "outcome")
          .forEach((step, outcome) -> {
            if (!outcome.equals("UNKNOWN") && decisions(first, "outcome").containsKey(step)) {
              assertThat(decisions(first, "outcome")).containsEntry(step, outcome);
            }
          });
    } else {
      assertThat(first.exitCode()).as(plan.err()).isEqualTo(1);
    }
    Map<String, String> reasons = decisions(second, "reason");
    assertThat(reasons.keySet()).isEqualTo(decisions(first, "reason").keySet());
    for (DefinedStep step : definition.allSteps()) {
      String stepName = step.name().text();
      if (reasons.containsKey(stepName) && !isBelow(volatiles, step)) {
        assertThat(reasons.get(stepName)).as(stepName).isEqualTo(expected(step));
      }
    }
  }

  private static String expected(DefinedStep step) {
    if (!CacheableTypes.sageMaker().contains(step.type())) {
      return "STEP_TYPE_NOT_CACHEABLE";
    }
    return step.cacheConfig() instanceof CacheConfig.Enabled ? "REUSED" : "CACHING_DISABLED";
  }

  private static boolean isBelow(Set<String> pointers, DefinedStep step) {
    return pointers.stream().anyMatch(pointer -> pointer.startsWith(step.path().pointer() + "/"));
  }

  /** The command for one step at a time, with a value for every parameter that has none. */
  private static String[] words(String command, String name, PipelineDefinition definition) {
    List<String> words = new ArrayList<>(List.of(command, name, "--runner", "simulate"));
    if (command.equals("run")) {
      words.addAll(List.of("--max-parallel", "1"));
    }
    for (PipelineParameter parameter : definition.parameters()) {
      if (parameter.defaultValue().isEmpty()) {
        words.addAll(List.of("-p", parameter.name() + "=" + madeUp(parameter)));
      }
    }
    words.addAll(List.of("--output", "json"));
    return words.toArray(String[]::new);
  }

  private static String madeUp(PipelineParameter parameter) {
    if (!parameter.enumValues().isEmpty()) {
      return parameter.enumValues().get(0);
    }
    return switch (parameter.type()) {
      case STRING -> "made-up";
      case INTEGER -> "1";
      case FLOAT -> "0.5";
      case BOOLEAN -> "True";
    };
  }

  private static Map<String, String> decisions(Answer answer, String member) {
    Map<String, String> decisions = new LinkedHashMap<>();
    objects(answer.json(), "steps")
        .forEach(step -> decisions.put(textOf(step, "name"), textOf(step, "decision", member)));
    return decisions;
  }

  private static Set<String> volatiles(Answer check) {
    Set<String> pointers = new TreeSet<>();
    for (ObjectValue problem : objects(check.json(), "problems")) {
      if (textOf(problem, "code").equals("VOLATILE_KEY")) {
        pointers.add(textOf(problem, "pointer"));
      }
    }
    return pointers;
  }

  private static List<ObjectValue> objects(ObjectValue document, String member) {
    return document.itemsOf(member).stream().flatMap(item -> item.asObject().stream()).toList();
  }

  private static PipelineDefinition definition(String text) {
    return PipelineDefinition.read(Shell.json(text)).get();
  }

  /** The parameters that a definition refers to and does not declare, found without its reader. */
  private static Set<String> undeclared(ObjectValue document) {
    Set<String> names = new TreeSet<>();
    collectReferences(document, names);
    for (ObjectValue parameter : objects(document, "Parameters")) {
      names.remove(textOf(parameter, "Name"));
    }
    return names;
  }

  private static void collectReferences(AttributeValue value, Set<String> into) {
    value
        .asObject()
        .ifPresent(object -> {
          object
              .textMember("Get")
              .filter(reference -> reference.startsWith("Parameters."))
              .ifPresent(reference -> into.add(reference.substring("Parameters.".length())));
          object.members().values().forEach(member -> collectReferences(member, into));
        });
    value.items().forEach(item -> collectReferences(item, into));
  }
}
