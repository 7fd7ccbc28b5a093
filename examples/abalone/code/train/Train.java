import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Learns an abalone's rings by gradient-boosted regression trees. The same rows and hyperparameters
 * give the same bytes of model.
 */
public final class Train {
  public static void main(String[] args) throws IOException {
    Path root = Path.of(System.getenv().getOrDefault("STEPCACHE_OPT_ML", "/opt/ml"));
    try {
      train(root);
    } catch (IOException | RuntimeException e) {
      Path failure = root.resolve("output/failure"); // where SageMaker looks for the reason
      Files.createDirectories(failure.getParent());
      Files.writeString(failure, e.toString());
      System.err.println(e);
      System.exit(1);
    }
  }

  private static void train(Path root) throws IOException {
    HyperParameters hyper = HyperParameters.read(root.resolve("input/config/hyperparameters.json"));
    Table train = Table.read(root.resolve("input/data/train"));
    Table validation = Table.read(root.resolve("input/data/validation"));
    System.out.println(train.size() + " rows to train, " + validation.size() + " to validate");
    System.out.println(hyper);

    Model model = Booster.boost(train, validation, hyper);

    Path folder = root.resolve("model");
    Files.createDirectories(folder.resolve("code"));
    Files.writeString(folder.resolve("model.txt"), model.text());
    // A model is served by the program it was packed with.
    Files.copy(
        root.resolve("input/data/code/Serve.java"),
        folder.resolve("code/Serve.java"),
        StandardCopyOption.REPLACE_EXISTING);
    System.out.println(model.trees().size() + " trees written to " + folder);
  }

  /** None has a default: a name spelt wrong is noticed as one that is missing. */
  private record HyperParameters(
      int numRound, int maxDepth, double eta, double minChildWeight, double subsample, long seed) {

    private static final Pattern MEMBER =
        Pattern.compile("\"([^\"\\\\]*)\"\\s*:\\s*\"([^\"\\\\]*)\"");

    HyperParameters {
      require(numRound >= 1, "num_round is at least 1");
      require(maxDepth >= 1 && maxDepth <= 16, "max_depth is 1 to 16");
      require(eta > 0 && eta <= 1, "eta is above 0 and at most 1");
      require(minChildWeight >= 0, "min_child_weight is not negative");
      require(subsample > 0 && subsample <= 1, "subsample is above 0 and at most 1");
    }

    /** SageMaker writes one flat object, every value a text. */
    static HyperParameters read(Path file) throws IOException {
      Map<String, String> texts =
          MEMBER
              .matcher(Files.readString(file))
              .results()
              .collect(Collectors.toMap(member -> member.group(1), member -> member.group(2)));
      return new HyperParameters(
          number(texts, "num_round", Integer::valueOf),
          number(texts, "max_depth", Integer::valueOf),
          number(texts, "eta", Double::valueOf),
          number(texts, "min_child_weight", Double::valueOf),
          number(texts, "subsample", Double::valueOf),
          number(texts, "seed", Long::valueOf));
    }

    private static <N extends Number> N number(
        Map<String, String> texts, String name, Function<String, N> reader) {
      String text = texts.get(name);
      require(text != null, "hyperparameter " + name + " is missing");
      try {
        return reader.apply(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(name + " is '" + text + "', expected a number", e);
      }
    }

    private static void require(boolean holds, String expected) {
      if (!holds) {
        throw new IllegalArgumentException(expected);
      }
    }
  }

  /** The rows of one channel. Each line starts with the value to be learned. */
  private record Table(double[][] rows, double[] labels) {
    static Table read(Path channel) throws IOException {
      List<double[]> lines = new ArrayList<>();
      try (Stream<Path> listed = Files.list(channel)) {
        for (Path file : listed.filter(Files::isRegularFile).sorted().toList()) {
          for (String line : Files.readAllLines(file)) {
            lines.add(Stream.of(line.split(",")).mapToDouble(Double::parseDouble).toArray());
          }
        }
      }
      if (lines.isEmpty()) {
        throw new IllegalArgumentException("no rows in " + channel);
      }
      return new Table(
          lines.stream()
              .map(line -> Arrays.copyOfRange(line, 1, line.length))
              .toArray(double[][]::new),
          lines.stream().mapToDouble(line -> line[0]).toArray());
    }

    int size() {
      return rows.length;
    }

    int features() {
      return rows[0].length;
    }

    double mean() {
      return Arrays.stream(labels).average().orElseThrow();
    }
  }

  /** Adds tree after tree, each one fitted to what those before it left over. */
  private static final class Booster {
    private static final int ROUNDS_PER_LINE = 10;

    static Model boost(Table train, Table validation, HyperParameters hyper) {
      double base = Decimal.rounded(train.mean());
      double[] trained = filled(train.size(), base);
      double[] validated = filled(validation.size(), base);
      Thresholds thresholds = Thresholds.of(train);
      Random random = new Random(hyper.seed());
      List<Node> trees = new ArrayList<>();
      for (int round = 1; round <= hyper.numRound(); round++) {
        double[] residuals = new double[train.size()];
        Arrays.setAll(residuals, row -> train.labels()[row] - trained[row]);
        int[] sample =
            IntStream.range(0, train.size())
                .filter(row -> random.nextDouble() < hyper.subsample())
                .toArray();
        Node tree = new Grower(thresholds, residuals, hyper).grow(sample, hyper.maxDepth());
        trees.add(tree);
        add(tree, train, trained);
        add(tree, validation, validated);
        if (round % ROUNDS_PER_LINE == 0 || round == hyper.numRound()) {
          System.out.printf(
              Locale.ROOT,
              "[%d] train-rmse:%.4f validation-rmse:%.4f%n",
              round,
              rmse(train, trained),
              rmse(validation, validated));
        }
      }
      return new Model(train.features(), base, trees);
    }

    private static double[] filled(int size, double value) {
      double[] values = new double[size];
      Arrays.fill(values, value);
      return values;
    }

    private static void add(Node tree, Table table, double[] predictions) {
      for (int row = 0; row < predictions.length; row++) {
        predictions[row] += tree.value(table.rows()[row]);
      }
    }

    private static double rmse(Table table, double[] predictions) {
      double sum = 0;
      for (int row = 0; row < predictions.length; row++) {
        double error = predictions[row] - table.labels()[row];
        sum += error * error;
      }
      return Math.sqrt(sum / predictions.length);
    }
  }

  /**
   * Where each feature may be cut, and on which side of which cuts each row lies: row r is at or
   * below cut b of feature f exactly when {@code bins[f][r] <= b}.
   */
  private record Thresholds(double[][] cuts, int[][] bins) {
    private static final int MOST_CUTS = 255;

    static Thresholds of(Table table) {
      double[][] cuts = new double[table.features()][];
      int[][] bins = new int[table.features()][table.size()];
      for (int feature = 0; feature < cuts.length; feature++) {
        int column = feature;
        cuts[column] = cuts(Arrays.stream(table.rows()).mapToDouble(row -> row[column]));
        Arrays.setAll(bins[column], row -> bin(cuts[column], table.rows()[row][column]));
      }
      return new Thresholds(cuts, bins);
    }

    /** Half-way between neighbouring values; evenly chosen ones where there are too many. */
    private static double[] cuts(DoubleStream column) {
      double[] values = column.sorted().distinct().toArray();
      int gaps = values.length - 1;
      int count = Math.min(gaps, MOST_CUTS);
      return IntStream.range(0, count)
          .map(cut -> (int) ((long) cut * gaps / count))
          .mapToDouble(gap -> Decimal.rounded((values[gap] + values[gap + 1]) / 2))
          .toArray();
    }

    private static int bin(double[] cuts, double value) {
      int found = Arrays.binarySearch(cuts, value);
      return found >= 0 ? found : -found - 1;
    }
  }

  /** Grows one tree downwards, always at the cut that takes away most of the squared error. */
  private record Grower(Thresholds thresholds, double[] residuals, HyperParameters hyper) {
    private static final double LAMBDA = 1; // draws leaves of few rows towards zero

    private record Cut(int feature, int bin, double gain) {}

    Node grow(int[] rows, int levels) {
      Optional<Cut> best = levels == 0 ? Optional.empty() : bestCut(rows);
      if (best.isEmpty()) {
        return new Leaf(Decimal.rounded(hyper.eta() * sum(rows) / (rows.length + LAMBDA)));
      }
      Cut cut = best.get();
      int[] bins = thresholds.bins()[cut.feature()];
      return new Split(
          cut.feature(),
          thresholds.cuts()[cut.feature()][cut.bin()],
          grow(IntStream.of(rows).filter(row -> bins[row] <= cut.bin()).toArray(), levels - 1),
          grow(IntStream.of(rows).filter(row -> bins[row] > cut.bin()).toArray(), levels - 1));
    }

    private Optional<Cut> bestCut(int[] rows) {
      Cut best = null;
      double total = sum(rows);
      double uncut = score(total, rows.length);
      for (int feature = 0; feature < thresholds.cuts().length; feature++) {
        int cuts = thresholds.cuts()[feature].length;
        double[] sums = new double[cuts + 1];
        int[] counts = new int[cuts + 1];
        for (int row : rows) {
          int bin = thresholds.bins()[feature][row];
          sums[bin] += residuals[row];
          counts[bin]++;
        }
        double left = 0;
        int leftCount = 0;
        for (int bin = 0; bin < cuts; bin++) {
          left += sums[bin];
          leftCount += counts[bin];
          int rightCount = rows.length - leftCount;
          // With squared error every row weighs one.
          if (Math.min(leftCount, rightCount) < Math.max(1, hyper.minChildWeight())) {
            continue;
          }
          double gain = score(left, leftCount) + score(total - left, rightCount) - uncut;
          if (gain > (best == null ? 0 : best.gain())) {
            best = new Cut(feature, bin, gain);
          }
        }
      }
      return Optional.ofNullable(best);
    }

    private double sum(int[] rows) {
      double sum = 0;
      for (int row : rows) {
        sum += residuals[row];
      }
      return sum;
    }

    private static double score(double sum, int count) {
      return sum * sum / (count + LAMBDA);
    }
  }

  /** Its text is what Serve.java reads: each tree from its root downwards, low side first. */
  private record Model(int features, double base, List<Node> trees) {
    String text() {
      StringBuilder text = new StringBuilder();
      text.append("features " + features + "\n");
      text.append("base " + Decimal.text(base) + "\n");
      for (Node tree : trees) {
        text.append("tree\n");
        tree.write(text, "  ");
      }
      return text.toString();
    }
  }

  private sealed interface Node {
    double value(double[] row);

    void write(StringBuilder text, String indent);
  }

  private record Split(int feature, double threshold, Node low, Node high) implements Node {
    @Override
    public double value(double[] row) {
      return row[feature] <= threshold ? low.value(row) : high.value(row);
    }

    @Override
    public void write(StringBuilder text, String indent) {
      text.append(indent + "split " + feature + " " + Decimal.text(threshold) + "\n");
      low.write(text, indent + "  ");
      high.write(text, indent + "  ");
    }
  }

  private record Leaf(double weight) implements Node {
    @Override
    public double value(double[] row) {
      return weight;
    }

    @Override
    public void write(StringBuilder text, String indent) {
      text.append(indent + "leaf " + Decimal.text(weight) + "\n");
    }
  }

  /** Six decimals: enough, and written alike by every JDK. */
  private static final class Decimal {
    private static final int SCALE = 6;

    static double rounded(double value) {
      return Math.round(value * 1e6) / 1e6;
    }

    static String text(double rounded) {
      return BigDecimal.valueOf(Math.round(rounded * 1e6), SCALE)
          .stripTrailingZeros()
          .toPlainString();
    }
  }
}
