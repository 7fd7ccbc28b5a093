import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Judges a model by rows it has not seen, and writes evaluation.json. The predictions are made by
 * the program packed with the model, so what is judged is what will be served.
 */
public final class Evaluate {
  public static void main(String[] args) throws IOException, InterruptedException {
    Path root = Path.of(System.getenv().getOrDefault("STEPCACHE_OPT_ML", "/opt/ml"));
    try {
      evaluate(root.resolve("processing"));
    } catch (IOException | RuntimeException e) {
      Path message = root.resolve("output/message"); // where SageMaker looks for a failure's reason
      Files.createDirectories(message.getParent());
      Files.writeString(message, e.toString());
      System.err.println(e);
      System.exit(1);
    }
  }

  private static void evaluate(Path processing) throws IOException, InterruptedException {
    Path scratch = Files.createDirectories(processing.resolve("scratch"));
    Path archive = processing.resolve("model/model.tar.gz");
    run(Redirect.PIPE, List.of("tar", "-xzf", archive.toString(), "-C", scratch.toString()));

    List<Double> labels = new ArrayList<>();
    List<String> features = new ArrayList<>();
    for (String row : rows(processing.resolve("test"))) {
      int comma = row.indexOf(',');
      labels.add(Double.valueOf(row.substring(0, comma)));
      features.add(row.substring(comma + 1));
    }
    Path asked = Files.write(scratch.resolve("features.csv"), features);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String serve = scratch.resolve("code/Serve.java").toString();
    List<Double> predictions =
        run(Redirect.from(asked.toFile()), List.of(java, serve, "predict", scratch.toString()))
            .lines()
            .map(Double::valueOf)
            .toList();

    SquaredErrors errors = SquaredErrors.of(labels, predictions);
    Path report = processing.resolve("evaluation/evaluation.json");
    Files.createDirectories(report.getParent());
    Files.writeString(report, errors.json());
    System.out.print(errors.json());
  }

  private static List<String> rows(Path folder) throws IOException {
    List<String> rows = new ArrayList<>();
    try (Stream<Path> listed = Files.list(folder)) {
      for (Path file : listed.filter(Files::isRegularFile).sorted().toList()) {
        rows.addAll(Files.readAllLines(file));
      }
    }
    return rows;
  }

  private static String run(Redirect input, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectInput(input).redirectError(Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code);
    }
    return output;
  }

  private record SquaredErrors(int count, double mean, double standardDeviation) {
    static SquaredErrors of(List<Double> labels, List<Double> predictions) {
      int count = labels.size();
      if (count == 0 || predictions.size() != count) {
        throw new IllegalArgumentException(
            predictions.size() + " predictions for " + count + " rows to test");
      }
      double sum = 0;
      double sumOfSquares = 0;
      for (int row = 0; row < count; row++) {
        double error = labels.get(row) - predictions.get(row);
        sum += error * error;
        sumOfSquares += error * error * error * error;
      }
      double mean = sum / count;
      double variance = Math.max(0, sumOfSquares / count - mean * mean);
      return new SquaredErrors(count, mean, Math.sqrt(variance));
    }

    /** The layout SageMaker's model quality metrics have. */
    String json() {
      return """
      {
        "regression_metrics": {
          "mse": {
            "value": %s,
            "standard_deviation": %s
          }
        }
      }
      """
          .formatted(decimal(mean), decimal(standardDeviation));
    }

    private static String decimal(double value) {
      return new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }
  }
}
