package dev.stepcache.cli.runner;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import io.vavr.control.Either;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a Transform request asks for beside its places.
 *
 * @param byLine whether a record is a line, and not the whole object
 * @param single whether each record is asked alone
 * @param megabytes of one invocation at most; zero for any number
 * @param lineEnds whether each answer ends a line of the result
 * @param gzip whether inputs are compressed
 * @param processing empty where the answers are kept as they are
 */
record TransformPlan(
    boolean byLine,
    boolean single,
    long megabytes,
    boolean lineEnds,
    boolean gzip,
    Map<String, String> headers,
    Duration timeout,
    int retries,
    Optional<RecordProcessing> processing) {
  private static final long MEGABYTE = 1024 * 1024;
  private static final long DEFAULT_MEGABYTES = 6;
  private static final long DEFAULT_TIMEOUT_SECONDS = 600;
  private static final Set<String> JSON =
      Set.of("application/json", "application/jsonlines", "application/x-jsonlines");
  private static final String CSV = "text/csv";

  /** What in a request cannot be done here, each as a clause. */
  static List<String> faults(ObjectValue arguments) {
    List<String> faults = new ArrayList<>();
    ObjectValue input = member(arguments, "TransformInput");
    ObjectValue source = member(member(input, "DataSource"), "S3DataSource");
    ObjectValue processing = member(arguments, "DataProcessing");
    fault(source, "S3DataType", Set.of("S3Prefix")).ifPresent(faults::add);
    fault(input, "CompressionType", Set.of("None", "Gzip")).ifPresent(faults::add);
    fault(input, "SplitType", Set.of("None", "Line")).ifPresent(faults::add);
    fault(arguments, "BatchStrategy", Set.of("SingleRecord", "MultiRecord")).ifPresent(faults::add);
    fault(member(arguments, "TransformOutput"), "AssembleWith", Set.of("None", "Line"))
        .ifPresent(faults::add);
    fault(processing, "JoinSource", Set.of("None", "Input")).ifPresent(faults::add);
    for (String filter : List.of("InputFilter", "OutputFilter")) {
      processing
          .textMember(filter)
          .map(RecordPath::parse)
          .filter(Either::isLeft)
          .ifPresent(fault -> faults.add("its " + filter + " " + fault.getLeft()));
    }
    if (changesRecords(processing) && input.textMember("ContentType").isPresent()) {
      processingFault(input).ifPresent(faults::add);
    }
    return faults;
  }

  private static Optional<String> fault(ObjectValue object, String name, Set<String> known) {
    return object
        .textMember(name)
        .filter(value -> !known.contains(value))
        .map(value -> "its %s is %s".formatted(name, value));
  }

  /** The plan of a resolved request without faults. */
  static TransformPlan of(ObjectValue arguments) throws JobFailure {
    ObjectValue input = member(arguments, "TransformInput");
    ObjectValue output = member(arguments, "TransformOutput");
    ObjectValue client = member(arguments, "ModelClientConfig");
    Map<String, String> headers = new TreeMap<>();
    input.textMember("ContentType").ifPresent(type -> headers.put("Content-Type", type));
    output.textMember("Accept").ifPresent(type -> headers.put("Accept", type));
    return new TransformPlan(
        is(input, "SplitType", "Line"),
        is(arguments, "BatchStrategy", "SingleRecord"),
        number(arguments, "MaxPayloadInMB").orElse(DEFAULT_MEGABYTES),
        is(output, "AssembleWith", "Line"),
        is(input, "CompressionType", "Gzip"),
        headers,
        Duration.ofSeconds(
            number(client, "InvocationsTimeoutInSeconds").orElse(DEFAULT_TIMEOUT_SECONDS)),
        number(client, "InvocationsMaxRetries").orElse(0L).intValue(),
        processing(arguments, input));
  }

  /** The most bytes that one invocation may have. */
  long mostBytes() {
    return megabytes == 0 ? Integer.MAX_VALUE : megabytes * MEGABYTE;
  }

  private static Optional<RecordProcessing> processing(ObjectValue arguments, ObjectValue input)
      throws JobFailure {
    ObjectValue processing = member(arguments, "DataProcessing");
    if (!changesRecords(processing)) {
      return Optional.empty();
    }
    Optional<String> fault = processingFault(input);
    if (fault.isPresent()) {
      throw new JobFailure("ClientError: " + fault.get());
    }
    return Optional.of(
        new RecordProcessing(
            path(processing, "InputFilter"),
            path(processing, "OutputFilter"),
            is(processing, "JoinSource", "Input"),
            !contentType(input).equals(CSV)));
  }

  private static RecordPath path(ObjectValue processing, String name) throws JobFailure {
    return RecordPath.parse(processing.textMember(name).orElse("$"))
        .getOrElseThrow(fault -> new JobFailure("ClientError: its " + name + " " + fault));
  }

  private static boolean changesRecords(ObjectValue processing) {
    return is(processing, "JoinSource", "Input")
        || !processing.textMember("InputFilter").orElse("$").equals("$")
        || !processing.textMember("OutputFilter").orElse("$").equals("$");
  }

  /** Records can be told apart in lines, and a JSON value can be one whole. */
  private static Optional<String> processingFault(ObjectValue input) {
    String type = contentType(input);
    if (!JSON.contains(type) && !type.equals(CSV)) {
      return Optional.of("its DataProcessing needs a ContentType of text/csv or of JSON");
    }
    boolean whole = input.member("SplitType").isEmpty() || is(input, "SplitType", "None");
    return whole && !type.equals("application/json")
        ? Optional.of("its DataProcessing of %s needs the SplitType Line".formatted(type))
        : Optional.empty();
  }

  private static String contentType(ObjectValue input) {
    String contentType = input.textMember("ContentType").orElse("");
    int parameters = contentType.indexOf(';');
    return (parameters < 0 ? contentType : contentType.substring(0, parameters))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static boolean is(ObjectValue object, String name, String value) {
    return object.textMember(name).filter(value::equals).isPresent();
  }

  private static ObjectValue member(ObjectValue object, String name) {
    return object.objectMember(name).orElse(ObjectValue.EMPTY);
  }

  private static Optional<Long> number(ObjectValue object, String name) {
    Optional<AttributeValue> value = object.member(name);
    return value.isPresent() && value.get() instanceof NumberValue(BigDecimal number)
        ? Optional.of(number.longValue())
        : Optional.empty();
  }
}
