package dev.stepcache.cli.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The metrics that a training job's log tells of, by the expressions of its MetricDefinitions. */
record Metrics(Map<String, Pattern> patterns) {

  /** Those of an AlgorithmSpecification. */
  static Metrics of(ObjectValue specification) throws JobFailure {
    Map<String, Pattern> patterns = new LinkedHashMap<>();
    for (AttributeValue item : specification.itemsOf("MetricDefinitions")) {
      ObjectValue definition = Requests.object(item);
      String name = Requests.text(definition, "Name");
      try {
        patterns.put(name, pattern(Requests.text(definition, "Regex")));
      } catch (PatternSyntaxException malformed) {
        throw new JobFailure(
            "ClientError: the Regex of the metric \"%s\" is none: %s"
                .formatted(name, malformed.getDescription()));
      }
    }
    return new Metrics(patterns);
  }

  /** Python, which SageMaker's examples are written for, names groups with a P. */
  private static Pattern pattern(String regex) {
    return Pattern.compile(regex.replace("(?P<", "(?<"));
  }

  /** The last value of each metric in what was printed from a byte on; numbers only. */
  ListValue lastValues(Path log, long from) throws IOException {
    Map<String, NumberValue> last = new LinkedHashMap<>();
    if (!patterns.isEmpty() && Files.exists(log)) {
      try (InputStream in = Files.newInputStream(log)) {
        in.skipNBytes(from);
        // Not Files.newBufferedReader: bytes that are no text would end the reading.
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          read(line, last);
        }
      }
    }
    return new ListValue(last.entrySet().stream().map(Metrics::described).toList());
  }

  private void read(String line, Map<String, NumberValue> last) {
    patterns.forEach((name, pattern) -> {
      Matcher matcher = pattern.matcher(line);
      while (matcher.find()) {
        if (matcher.groupCount() > 0) {
          number(matcher.group(1)).ifPresent(value -> last.put(name, value));
        }
      }
    });
  }

  private static Optional<NumberValue> number(String text) {
    try {
      return Optional.of(new NumberValue(new BigDecimal(text.strip())));
    } catch (IllegalArgumentException noNumber) {
      return Optional.empty();
    }
  }

  private static AttributeValue described(Map.Entry<String, NumberValue> metric) {
    TreeMap<String, AttributeValue> members = new TreeMap<>();
    members.put("MetricName", AttributeValue.text(metric.getKey()));
    members.put("Value", metric.getValue());
    return new ObjectValue(members);
  }
}
