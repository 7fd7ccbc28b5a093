package dev.stepcache.cli.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder is mounted as {@code /opt/ml} for the job and for nobody else.
 *
 * @param unshare begins a command that is to have mounts of its own
 * @param staging a folder that need not be there, for the mounting alone
 */
record MountedOptMl(Path folder, Path staging, List<String> unshare) implements LocalOptMl {
  /**
   * Where there is no {@code /opt/ml} to mount on, it must not appear in everybody's {@code /opt}:
   * the job gets an {@code /opt} of its own, with all that is in the real one.
   */
  private static final String SCRIPT =
      """
      set -e
      ml=$1 staging=$2 folder=$3
      shift 3
      if [ ! -d /opt/ml ]; then
        mkdir -p "$staging"
        mount --rbind /opt "$staging"
        mount -t tmpfs -o mode=755 tmpfs /opt
        for there in "$staging"/* "$staging"/.[!.]*; do
          here=/opt/${there##*/}
          if [ -L "$there" ]; then cp -P "$there" "$here"
          elif [ -d "$there" ]; then mkdir "$here"; mount --rbind "$there" "$here"
          elif [ -e "$there" ]; then : > "$here"; mount --bind "$there" "$here"
          fi
        done
        umount -l "$staging" 2> /dev/null || true
        mkdir /opt/ml
      fi
      mount --bind "$ml" /opt/ml
      set +e
      cd "$folder" && exec "$@"
      """;

  @Override
  public String seen() {
    return ROOT;
  }

  @Override
  public String text(String text) {
    return text;
  }

  @Override
  public List<String> start(List<String> command, String workingFolder) {
    List<String> words = new ArrayList<>(unshare);
    words.addAll(
        List.of("sh", "-c", SCRIPT, "sh", folder.toString(), staging.toString(), workingFolder));
    words.addAll(command);
    return words;
  }
}
