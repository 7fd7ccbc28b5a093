package dev.stepcache.cli.runner;

import dev.stepcache.cli.runner.ContainerEngine.Answer;
import io.vavr.control.Either;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the engine of this machine, once: the one that is named, else docker where it answers, else
 * podman. What options podman's containers need here is tried out, for it knows that itself only
 * when one has failed.
 */
final class ContainerEngines {
  static final String VARIABLE = "STEPCACHE_CONTAINER_ENGINE";

  private final Map<String, String> environment;
  private @Nullable Either<String, ContainerEngine> found;

  /**
   * @param environment what engines are called with, {@link #VARIABLE} in it
   */
  ContainerEngines(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** The engine; else why there is none, as a clause. */
  synchronized Either<String, ContainerEngine> find() throws IOException {
    Either<String, ContainerEngine> known = found;
    if (known == null) {
      known = search();
      found = known;
    }
    return known;
  }

  private Either<String, ContainerEngine> search() throws IOException {
    List<String> named = List.of(environment.getOrDefault(VARIABLE, "").strip().split("\\s+", -1));
    if (!named.get(0).isEmpty()) {
      return tried(named).mapLeft(fault -> "%s; %s names it".formatted(fault, VARIABLE));
    }
    List<String> faults = new ArrayList<>();
    for (String program : List.of("docker", "podman")) {
      Either<String, ContainerEngine> engine = tried(List.of(program));
      if (engine.isRight()) {
        return engine;
      }
      faults.add(engine.getLeft());
    }
    return Either.left(
        "there is no container engine: %s. Install podman or docker, or name one in %s"
            .formatted(String.join("; ", faults), VARIABLE));
  }

  private Either<String, ContainerEngine> tried(List<String> words) throws IOException {
    Optional<Path> program = Programs.onPath(words.get(0), environment);
    if (program.isEmpty()) {
      return Either.left(words.get(0) + " is not installed");
    }
    List<String> absolute = new ArrayList<>(words);
    absolute.set(0, program.get().toString());
    ContainerEngine engine = new ContainerEngine(absolute, environment, List.of(), true);
    Answer version = engine.call(List.of("version"));
    if (!version.isGood()) {
      return Either.left("%s does not answer (%s)".formatted(words.get(0), version.complaint()));
    }
    // A podman elsewhere, such as in a virtual machine, has a server, and options of its own.
    boolean podmanHere = version.text().contains("Podman") && !version.text().contains("Server:");
    return podmanHere ? PodmanTrial.fitted(engine, words.size() == 1) : Either.right(engine);
  }
}
