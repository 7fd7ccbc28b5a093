package dev.stepcache.persistence.application;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A definition made up by chance, of steps of all kinds that read from each other and from the same
 * few places. Steps that write to a place wait for all before them that use it, and so do readers:
 * otherwise nobody could say what they will find there.
 */
final class AnyDefinition {
  static final List<String> PARAMETERS = List.of("P0", "P1");
  static final List<String> FILES = List.of("f0.txt", "f1.txt");
  private static final List<String> PLACES = List.of("s3://fixed/a", "s3://fixed/b");

  private final SplittableRandom random;

  /** The steps that may be read from here, with what gives their result as a place. */
  private Map<String, ObjectValue> readable = new LinkedHashMap<>();

  private final Map<String, Set<String>> users = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();

  private AnyDefinition(SplittableRandom random) {
    this.random = random;
  }

  static ObjectValue[] of(SplittableRandom random) {
    return new AnyDefinition(random).steps(random.nextInt(2, 6), 2).toArray(new ObjectValue[0]);
  }

  private List<ObjectValue> steps(int count, int depth) {
    List<ObjectValue> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.addAll(some(depth));
    }
    return steps;
  }

  private List<ObjectValue> some(int depth) {
    String name = "S" + names.size();
    names.add(name);
    return switch (random.nextInt(10)) {
      case 0 -> List.of(lambda(name));
      case 1 -> List.of(training(name));
      case 2 -> model(name);
      case 3, 4 -> List.of(depth > 0 ? condition(name, depth) : processing(name));
      default -> List.of(processing(name));
    };
  }

  private ObjectValue processing(String name) {
    Set<String> waits = new LinkedHashSet<>();
    AttributeValue output = place(name, waits);
    ObjectValue step = Steps.processingTo(output, name, "E", parameterOrConstant());
    for (int i = random.nextInt(3); i > 0; i--) {
      step = Steps.reading(step, input(name, waits));
    }
    readable.put(name, Steps.outputOf(name));
    return ordered(sometimesUncached(step), waits);
  }

  private ObjectValue training(String name) {
    Set<String> waits = new LinkedHashSet<>();
    ObjectValue step = Steps.training(place(name, waits), name, "eta", parameterOrConstant());
    ObjectValue arguments = step.objectMember("Arguments").orElseThrow();
    step =
        step.with(
            "Arguments",
            arguments.with("InputDataConfig", list(object("Uri", input(name, waits)))));
    readable.put(name, Steps.get("Steps." + name + ".ModelArtifacts.S3ModelArtifacts"));
    return ordered(sometimesUncached(step), waits);
  }

  /** A Model and a Transform of it. */
  private List<ObjectValue> model(String name) {
    Set<String> waits = new LinkedHashSet<>();
    ObjectValue model =
        Steps.step(
            name,
            "Model",
            "ModelName",
            random.nextBoolean() ? "model-" + name : null,
            "PrimaryContainer",
            object("ModelDataUrl", input(name, waits), "Mode", parameterOrConstant()));
    String transform = "S" + names.size();
    names.add(transform);
    return List.of(
        ordered(model, waits),
        ordered(
            sometimesUncached(
                Steps.cached(
                    Steps.step(
                        transform,
                        "Transform",
                        "ModelName",
                        Steps.get("Steps." + name + ".ModelName")))),
            Set.of()));
  }

  private ObjectValue lambda(String name) {
    Set<String> waits = new LinkedHashSet<>();
    return ordered(Steps.step(name, "Lambda", "From", input(name, waits)), waits);
  }

  private ObjectValue condition(String name, int depth) {
    AttributeValue left =
        readable.isEmpty() || random.nextBoolean()
            ? Steps.get("Parameters." + any(PARAMETERS))
            : any(List.copyOf(readable.values()));
    ListValue ifSteps = branch(depth);
    ListValue elseSteps = branch(depth);
    return ordered(
        Steps.step(
            name,
            "Condition",
            "Conditions",
            list(object("Type", "Equals", "LeftValue", left, "RightValue", "0")),
            "IfSteps",
            ifSteps,
            "ElseSteps",
            elseSteps),
        Set.of());
  }

  /** Steps that none outside may read from: they may not be taken. */
  private ListValue branch(int depth) {
    return within(() -> list(steps(random.nextInt(1, 3), depth - 1).toArray()));
  }

  private <T> T within(Supplier<T> making) {
    Map<String, ObjectValue> outside = readable;
    readable = new LinkedHashMap<>(outside);
    try {
      return making.get();
    } finally {
      readable = outside;
    }
  }

  private Object parameterOrConstant() {
    return random.nextBoolean() ? Steps.get("Parameters." + any(PARAMETERS)) : "constant";
  }

  private AttributeValue input(String name, Set<String> waits) {
    int kind = random.nextInt(4);
    if (kind == 0) {
      return AttributeValue.text("file://./" + any(FILES));
    }
    if (kind == 1 || readable.isEmpty()) {
      return used(any(PLACES), name, waits);
    }
    Map.Entry<String, ObjectValue> read = any(List.copyOf(readable.entrySet()));
    PLACES.forEach(place -> {
      if (users.getOrDefault(place, Set.of()).contains(read.getKey())) {
        used(place, name, waits);
      }
    });
    return read.getValue();
  }

  private AttributeValue place(String name, Set<String> waits) {
    return random.nextInt(3) == 0
        ? used(any(PLACES), name, waits)
        : Steps.join("/", "s3:/", "own", Steps.get("Execution.PipelineExecutionId"), name);
  }

  private AttributeValue used(String place, String name, Set<String> waits) {
    Set<String> before = users.computeIfAbsent(place, p -> new LinkedHashSet<>());
    waits.addAll(before);
    before.add(name);
    waits.remove(name);
    return AttributeValue.text(place);
  }

  private ObjectValue sometimesUncached(ObjectValue step) {
    return random.nextInt(6) == 0 ? Steps.uncached(step) : step;
  }

  private ObjectValue ordered(ObjectValue step, Set<String> waits) {
    return waits.isEmpty() ? step : Steps.after(step, waits.toArray(new String[0]));
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
