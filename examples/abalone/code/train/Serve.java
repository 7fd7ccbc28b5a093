import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Predicts rings with the model that Train.java wrote: lines of features in, one prediction a line
 * out.
 *
 * <p>{@code java Serve.java serve} answers over HTTP as SageMaker asks a model container; {@code
 * java Serve.java predict MODEL_FOLDER} reads standard input, for whoever judges the model.
 */
public final class Serve {
  public static void main(String[] args) throws IOException {
    String command = args.length == 0 ? "" : args[0];
    if (command.equals("serve") && args.length == 1) {
      String root = System.getenv().getOrDefault("STEPCACHE_OPT_ML", "/opt/ml");
      serve(Model.read(Path.of(root, "model")), port());
    } else if (command.equals("predict") && args.length == 2) {
      String features = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      System.out.println(Model.read(Path.of(args[1])).predict(features));
    } else {
      System.err.println("usage: java Serve.java serve | predict MODEL_FOLDER");
      System.exit(64);
    }
  }

  private static int port() {
    return Integer.parseInt(System.getenv().getOrDefault("SAGEMAKER_BIND_TO_PORT", "8080"));
  }

  private static void serve(Model model, int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/ping", exchange -> answer(exchange, 200, ""));
    server.createContext("/invocations", exchange -> invoke(model, exchange));
    server.setExecutor(Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors()));
    server.start();
    System.out.println(model.trees().size() + " trees, listening on port " + port);
  }

  private static void invoke(Model model, HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      answer(exchange, 405, "POST lines of text/csv");
      return;
    }
    String features = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    try {
      answer(exchange, 200, model.predict(features));
    } catch (IllegalArgumentException e) {
      answer(exchange, 400, e.getMessage());
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", status == 200 ? "text/csv" : "text/plain");
      if (bytes.length == 0) {
        exchange.sendResponseHeaders(status, -1); // there, zero would mean "of unknown length"
      } else {
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private record Model(int features, double base, List<Node> trees) {
    static Model read(Path folder) throws IOException {
      Iterator<String> lines = Files.readAllLines(folder.resolve("model.txt")).iterator();
      int features = Integer.parseInt(lines.next().substring("features ".length()));
      double base = Double.parseDouble(lines.next().substring("base ".length()));
      List<Node> trees = new ArrayList<>();
      while (lines.hasNext()) {
        lines.next(); // "tree"
        trees.add(Node.read(lines));
      }
      return new Model(features, base, List.copyOf(trees));
    }

    String predict(String features) {
      return features
          .lines()
          .filter(line -> !line.isBlank())
          .map(this::predictLine)
          .collect(Collectors.joining("\n"));
    }

    private String predictLine(String line) {
      double[] row = Stream.of(line.split(",")).mapToDouble(Double::parseDouble).toArray();
      if (row.length != features) {
        throw new IllegalArgumentException(
            "expected " + features + " numbers in a line, not " + row.length + ": " + line);
      }
      double sum = base;
      for (Node tree : trees) {
        sum += tree.value(row);
      }
      return new BigDecimal(sum).setScale(4, RoundingMode.HALF_EVEN).toPlainString();
    }
  }

  private sealed interface Node {
    double value(double[] row);

    static Node read(Iterator<String> lines) {
      String[] words = lines.next().strip().split(" ");
      if (words[0].equals("leaf")) {
        return new Leaf(Double.parseDouble(words[1]));
      }
      int feature = Integer.parseInt(words[1]);
      double threshold = Double.parseDouble(words[2]);
      return new Split(feature, threshold, read(lines), read(lines));
    }
  }

  private record Split(int feature, double threshold, Node low, Node high) implements Node {
    @Override
    public double value(double[] row) {
      return row[feature] <= threshold ? low.value(row) : high.value(row);
    }
  }

  private record Leaf(double weight) implements Node {
    @Override
    public double value(double[] row) {
      return weight;
    }
  }
}
