package dev.stepcache.cli.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where nothing can be mounted: what a job is told of {@code /opt/ml} names the real folder. */
record RewrittenOptMl(Path folder) implements LocalOptMl {
  /** As whole path segments: neither {@code /my/opt/ml} nor {@code /opt/mls}. */
  private static final Pattern ROOT_PATH =
      Pattern.compile("(?:(?<![\\w.~/-])|(?<=file://))/opt/ml(?![\\w.-])");

  private static final String SCRIPT = "cd \"$1\" && shift && exec \"$@\"";

  @Override
  public String seen() {
    return folder.toString();
  }

  @Override
  public String text(String text) {
    return ROOT_PATH.matcher(text).replaceAll(Matcher.quoteReplacement(seen()));
  }

  @Override
  public List<String> start(List<String> command, String workingFolder) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", workingFolder));
    words.addAll(command);
    return words;
  }
}
