import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Turns abalone.data into rows of numbers and deals them out: to train, to validate, to test, and a
 * batch whose rings nobody tells.
 *
 * <p>{@code java Prepare.java validation=15 test=10 batch=5 seed=7}: percentages of all rows; what
 * is left is to train.
 */
public final class Prepare {
  private static final List<String> SEXES = List.of("F", "I", "M");
  private static final List<String> NAMES = List.of("validation", "test", "batch", "seed");
  private static final int FIELDS = 9;

  public static void main(String[] args) throws IOException {
    Path root = Path.of(System.getenv().getOrDefault("STEPCACHE_OPT_ML", "/opt/ml"));
    try {
      prepare(root.resolve("processing"), args);
    } catch (IOException | RuntimeException e) {
      Path message = root.resolve("output/message"); // where SageMaker looks for a failure's reason
      Files.createDirectories(message.getParent());
      Files.writeString(message, e.toString());
      System.err.println(e);
      System.exit(1);
    }
  }

  private static void prepare(Path processing, String[] args) throws IOException {
    Map<String, Long> arguments = arguments(args);
    List<String> rows = rows(processing.resolve("input/data"));
    Collections.shuffle(rows, new Random(arguments.get("seed")));

    int validation = (int) (rows.size() * arguments.get("validation") / 100);
    int test = (int) (validation + rows.size() * arguments.get("test") / 100);
    int batch = (int) (test + rows.size() * arguments.get("batch") / 100);
    write(processing, "validation", rows.subList(0, validation));
    write(processing, "test", rows.subList(validation, test));
    write(
        processing, "batch", rows.subList(test, batch).stream().map(Prepare::unlabelled).toList());
    write(processing, "train", rows.subList(batch, rows.size()));
  }

  private static Map<String, Long> arguments(String[] args) {
    Map<String, Long> arguments = new HashMap<>();
    for (String arg : args) {
      String[] nameAndValue = arg.split("=", 2);
      if (nameAndValue.length == 2) {
        arguments.put(nameAndValue[0], Long.valueOf(nameAndValue[1]));
      }
    }
    if (!arguments.keySet().equals(Set.copyOf(NAMES))) {
      throw new IllegalArgumentException(
          String.join(" ", args) + ": expected NAME=NUMBER for each of " + NAMES);
    }
    return arguments;
  }

  /** The rows of every file in the folder, so that the data may have any name. */
  private static List<String> rows(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(Files::isRegularFile).sorted().toList();
    }
    List<String> rows = new ArrayList<>();
    for (Path file : files) {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        if (!line.isBlank()) {
          rows.add(row(line, file.getFileName() + ":" + number));
        }
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("no rows in " + folder);
    }
    System.out.println(rows.size() + " rows read from " + files.size() + " file(s)");
    return rows;
  }

  /**
   * Rings first, because it is what is to be learned; then one column per sex, then the measures.
   */
  private static String row(String line, String place) {
    List<String> fields = Stream.of(line.split(",", -1)).map(String::strip).toList();
    if (fields.size() != FIELDS) {
      throw new IllegalArgumentException(
          place + ": " + fields.size() + " fields, expected " + FIELDS);
    }
    String sex = fields.get(0);
    if (!SEXES.contains(sex)) {
      throw new IllegalArgumentException(place + ": sex '" + sex + "', expected one of " + SEXES);
    }
    for (String number : fields.subList(1, FIELDS)) {
      requireNumber(number, place);
    }
    List<String> row = new ArrayList<>();
    row.add(fields.get(FIELDS - 1));
    SEXES.forEach(each -> row.add(each.equals(sex) ? "1" : "0"));
    row.addAll(fields.subList(1, FIELDS - 1));
    return String.join(",", row);
  }

  private static void requireNumber(String text, String place) {
    try {
      Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(place + ": '" + text + "', expected a number", e);
    }
  }

  private static String unlabelled(String row) {
    return row.substring(row.indexOf(',') + 1);
  }

  private static void write(Path processing, String name, List<String> rows) throws IOException {
    Path file = processing.resolve(name).resolve(name + ".csv");
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", rows) + "\n");
    System.out.println(name + ": " + rows.size() + " rows");
  }
}
