package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An image made from scratch of a static busybox, in the podman of this machine. Its own entry
 * point says what it was given, trains, or serves.
 */
final class BusyboxImage {
  static final String NAME = "localhost/stepcache-test:busybox";

  private static final String CONTAINERFILE =
      """
      FROM scratch
      COPY root /
      ENV PATH=/bin
      ENTRYPOINT ["/bin/entry"]
      CMD ["of", "the image"]
      """;

  private static final String ENTRY =
      """
      #!/bin/sh
      echo "entry: $*"
      case "$1" in
        train) . /opt/ml/input/data/code/train.sh ;;
        serve) exec nc -ll -p 8080 -e /bin/answer ;;
      esac
      """;

  /** One request over HTTP: what it says in capitals, after what the model and the job say. */
  private static final String ANSWER =
      """
      #!/bin/sh
      cr=$(printf '\\r')
      length=0
      read -r method path rest
      while read -r name value && [ "${name%"$cr"}" ]; do
        case $name in [Cc]ontent-[Ll]ength:) length=${value%"$cr"} ;; esac
      done
      answer=
      if [ "$method $path" = 'POST /invocations' ]; then
        answer="$(cat /opt/ml/model/factor) $SAGEMAKER_BATCH $(head -c "$length" | tr a-z A-Z)"
      fi
      printf 'HTTP/1.1 200 OK\\r\\nContent-Length: %s\\r\\nConnection: close\\r\\n\\r\\n%s' "${#answer}" "$answer"
      """;

  private static final List<String> TOOLS =
      List.of(
          "sh", "cat", "chmod", "chown", "head", "id", "ls", "mkdir", "nc", "printf", "sleep",
          "stat", "tr");

  private static boolean built;

  private BusyboxImage() {}

  static synchronized void build(Path folder) throws IOException, InterruptedException {
    if (built) {
      return;
    }
    requireProgram("podman", "podman runc");
    Path busybox = requireProgram("busybox", "busybox-static");
    Path bin = Files.createDirectories(folder.resolve("image/root/bin"));
    Files.createDirectories(folder.resolve("image/root/tmp"));
    Files.copy(busybox, bin.resolve("busybox"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(bin.resolve(tool), Path.of("busybox"));
    }
    script(bin.resolve("entry"), ENTRY);
    script(bin.resolve("answer"), ANSWER);
    Files.writeString(folder.resolve("image/Containerfile"), CONTAINERFILE);
    podman("build", "--quiet", "--tag", NAME, folder.resolve("image").toString());
    built = true;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true, false)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  static Path requireProgram(String program, String packages) {
    return Programs.onPath(program, Map.of("PATH", System.getenv("PATH")))
        .orElseThrow(() ->
            new AssertionError(
                ("these tests run real containers and need %s: apt-get install %s, or leave"
                        + " them out with -DexcludedGroups=podman")
                    .formatted(program, packages)));
  }

  /** What podman prints. */
  static String podman(String... arguments) throws IOException, InterruptedException {
    String[] words = new String[arguments.length + 1];
    words[0] = "podman";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    Process podman = new ProcessBuilder(words).redirectErrorStream(true).start();
    String printed = new String(podman.getInputStream().readAllBytes(), UTF_8);
    if (podman.waitFor() != 0) {
      throw new AssertionError(String.join(" ", words) + ": " + printed);
    }
    return printed.strip();
  }
}
