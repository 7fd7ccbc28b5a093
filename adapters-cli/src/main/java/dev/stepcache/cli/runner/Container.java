package dev.stepcache.cli.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a container is made of.
 *
 * @param entryPoint the image's own when empty
 * @param arguments the image's own when empty, and its entry point is the image's own too
 * @param network the options that say what it can reach
 */
record Container(
    String image,
    List<String> entryPoint,
    List<String> arguments,
    Map<String, String> environment,
    List<String> network) {

  /** What the engine's own program would take for itself. */
  private static final Pattern STEERING =
      Pattern.compile(
          "(?i)(LD_|DOCKER_|PODMAN_|CONTAINER|STORAGE_|REGISTRY_|XDG_|GO|TMP|.*_PROXY).*");

  /**
   * The last words of a command that runs it.
   *
   * @param inherited the environment of the engine's program without the container's
   */
  List<String> words(Map<String, String> inherited) {
    List<String> words = new ArrayList<>(network);
    environment.forEach((name, value) -> {
      words.add("--env");
      words.add(isHidden(name, inherited) ? name : name + "=" + value);
    });
    if (!entryPoint.isEmpty()) {
      words.add("--entrypoint=" + entryPoint.get(0));
    }
    words.add(image);
    words.addAll(entryPoint.subList(Math.min(1, entryPoint.size()), entryPoint.size()));
    words.addAll(arguments);
    return words;
  }

  /**
   * The variables that the words only name, for no list of processes shows the value of such: it is
   * in the environment of the engine's program.
   */
  Map<String, String> hidden(Map<String, String> inherited) {
    Map<String, String> hidden = new TreeMap<>(environment);
    hidden.keySet().removeIf(name -> !isHidden(name, inherited));
    return hidden;
  }

  private static boolean isHidden(String name, Map<String, String> inherited) {
    return !inherited.containsKey(name) && !STEERING.matcher(name).matches();
  }
}
