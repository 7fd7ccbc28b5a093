package dev.stepcache.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.StepRunner.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** X3: a Transform step asks the program that is packed with its model. */
class TransformJobTest {
  private static final String SERVE =
      """
      import com.sun.net.httpserver.*;
      import java.net.*;
      import java.nio.file.*;
      import java.util.stream.*;
      class Serve {
        public static void main(String[] args) throws Exception {
          if (!args[0].equals("serve")) throw new IllegalArgumentException(args[0]);
          String how = System.getenv("HOW");
          if (how.equals("die")) { System.out.println("no such weights"); System.exit(7); }
          String factor = Files.readString(
              Path.of(System.getenv("STEPCACHE_OPT_ML"), "model", "factor")).strip();
          HttpServer server = HttpServer.create(new InetSocketAddress(
              "127.0.0.1", Integer.parseInt(System.getenv("SAGEMAKER_BIND_TO_PORT"))), 0);
          server.createContext("/ping", exchange -> exchange.sendResponseHeaders(200, -1));
          server.createContext("/invocations", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), "UTF-8");
            String answer = switch (how) {
              case "sum" -> body.lines().map(line -> "" + Integer.parseInt(factor)
                  * Stream.of(line.split(",")).mapToInt(Integer::parseInt).sum())
                  .collect(Collectors.joining("\\n"));
              case "count" -> "" + body.lines().count();
              case "echo" -> body;
              case "headers" -> exchange.getRequestHeaders().getFirst("Content-Type") + " "
                  + exchange.getRequestHeaders().getFirst("Accept");
              default -> "";
            };
            byte[] bytes = (how.equals("refuse") ? "bad row" : answer).getBytes("UTF-8");
            exchange.sendResponseHeaders(how.equals("refuse") ? 400 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
          server.start();
        }
      }
      """;

  @TempDir Path temporary;

  static Stream<String> modes() {
    return Workshop.canMount() ? Stream.of("rewrite", "mount") : Stream.of("rewrite");
  }

  private Workshop workshop(String mode) throws IOException {
    Workshop at = new Workshop(temporary, mode);
    at.file("model/code/Serve.java", SERVE);
    at.file("model/factor", "2");
    Path archive = at.folder.resolve("model.tar.gz");
    Archive.pack(at.definition.resolve("model"), archive);
    at.objects.put(archive, "s3://bucket/m/model.tar.gz");
    at.setModel(
        "the-model",
        """
        {"PrimaryContainer": {"Image": "image", "ModelDataUrl": "s3://bucket/m/model.tar.gz",
          "Environment": {"SAGEMAKER_PROGRAM": "Serve.java",
            "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code", "HOW": "sum"}}}
        """);
    return at;
  }

  private static String transform(String how, String split, String contentType, String more) {
    return """
    {"ModelName": "the-model", "Environment": {"HOW": "%s"},
     "TransformInput": {"ContentType": "%s", "SplitType": "%s", "DataSource": {"S3DataSource":
       {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/in"}}},
     "TransformOutput": {"S3OutputPath": "s3://bucket/out", "Accept": "text/plain",
       "AssembleWith": "Line"}%s}
    """
        .formatted(how, contentType, split, more);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void X3_each_input_object_has_its_result(String mode) throws Exception {
    Workshop at = workshop(mode);
    at.put("s3://bucket/in/a.csv", "1,2\n3,4\n");
    at.put("s3://bucket/in/below/b.csv", "\n5\r\n6");

    Result.Done done = at.done("Transform", transform("sum", "Line", "text/csv", ""));

    assertThat(at.read("s3://bucket/out/a.csv.out")).isEqualTo("6\n14\n");
    assertThat(at.read("s3://bucket/out/below/b.csv.out")).isEqualTo("10\n12\n");
    assertThat(done.stored().keySet())
        .containsExactlyInAnyOrder("s3://bucket/out/a.csv.out", "s3://bucket/out/below/b.csv.out");
    assertThat(Workshop.text(done.described())).isEqualTo("{\"TransformJobName\":\"job-1\"}");
  }

  @Test
  void X3_single_records_are_asked_one_by_one_and_a_whole_object_at_once() throws Exception {
    Workshop at = workshop("rewrite");
    at.put("s3://bucket/in/a.csv", "1\n2\n3\n");

    at.done(
        "Transform",
        transform("count", "Line", "text/csv", ", \"BatchStrategy\": \"SingleRecord\""));
    assertThat(at.read("s3://bucket/out/a.csv.out")).isEqualTo("1\n1\n1\n");
    at.done("Transform", transform("count", "None", "text/csv", ""));
    assertThat(at.read("s3://bucket/out/a.csv.out")).isEqualTo("3\n");
  }

  @Test
  void X3_many_records_are_packed_up_to_the_payload() throws Exception {
    Workshop at = workshop("rewrite");
    String record = "1".repeat(99);
    at.put("s3://bucket/in/a.csv", (record + "\n").repeat(25_000));

    at.done("Transform", transform("count", "Line", "text/csv", ", \"MaxPayloadInMB\": 1"));

    assertThat(at.read("s3://bucket/out/a.csv.out")).isEqualTo("10485\n10485\n4030\n");
  }

  @Test
  void X3_a_record_over_the_payload_is_named() throws Exception {
    Workshop at = workshop("rewrite");
    at.put("s3://bucket/in/big.csv", "1".repeat(2_000_000));

    assertThat(
            at.failure(
                "Transform", transform("count", "None", "text/csv", ", \"MaxPayloadInMB\": 1")))
        .contains("big.csv", "1,048,576", "MaxPayloadInMB");
    assertThat(at.objects.objects("s3://bucket/out")).isEmpty();
  }

  @Test
  void X3_the_model_is_told_what_it_gets_and_what_is_wanted() throws Exception {
    Workshop at = workshop("rewrite");
    at.put("s3://bucket/in/a", "x");

    at.done("Transform", transform("headers", "None", "text/csv", ""));

    assertThat(at.read("s3://bucket/out/a.out")).isEqualTo("text/csv text/plain\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$[1:]    | $       | Input | id1,3,4,14/id2,5,6,22/",
        "$[1:]    | $[0,-1] | Input | id1,14/id2,22/",
        "$[-1]    | $       | None  | 8/12/",
        "$[1:-1]  | $[0]    | None  | 6/10/"
      })
  void X3_columns_of_rows_are_filtered_and_joined(
      String input, String output, String join, String result) throws Exception {
    Workshop at = workshop("rewrite");
    at.put("s3://bucket/in/a.csv", "id1,3,4\r\nid2,5,6\n");

    at.done(
        "Transform",
        transform(
            "sum",
            "Line",
            "text/csv",
            """
            , "DataProcessing": {"InputFilter": "%s", "OutputFilter": "%s", "JoinSource": "%s"}
            """
                .formatted(input, output, join)));

    assertThat(at.read("s3://bucket/out/a.csv.out").replace('\n', '/')).isEqualTo(result);
  }

  @Test
  void X3_lines_of_json_are_filtered_and_joined() throws Exception {
    Workshop at = workshop("rewrite");
    at.put("s3://bucket/in/a.jsonl", "{\"id\": 1, \"x\": [2, 3]}\n{\"id\": 2, \"x\": [4]}\n");

    at.done(
        "Transform",
        transform(
            "echo",
            "Line",
            "application/jsonlines",
            ", \"DataProcessing\": {\"InputFilter\": \"$.x\", \"JoinSource\": \"Input\"}"));
    assertThat(at.read("s3://bucket/out/a.jsonl.out").lines())
        .containsExactly(
            "{\"SageMakerOutput\":[2,3],\"id\":1,\"x\":[2,3]}",
            "{\"SageMakerOutput\":[4],\"id\":2,\"x\":[4]}");

    at.done(
        "Transform",
        transform(
            "echo",
            "Line",
            "application/jsonlines",
            ", \"DataProcessing\": {\"OutputFilter\": \"$.x[0]\"}"));
    assertThat(at.read("s3://bucket/out/a.jsonl.out")).isEqualTo("2\n4\n");
  }

  @Test
  void X3_answers_that_cannot_be_told_apart_are_not_joined() throws Exception {
    Workshop at = workshop("rewrite");
    at.put("s3://bucket/in/a.csv", "1\n2\n");

    assertThat(
            at.failure(
                "Transform",
                transform(
                    "count",
                    "Line",
                    "text/csv",
                    ", \"DataProcessing\": {\"JoinSource\": \"Input\"}")))
        .isEqualTo("the model answered 2 records with 1 lines, so they cannot be put together");
  }

  @Test
  void X3_a_model_that_does_not_start_says_why() throws Exception {
    Workshop at = workshop("rewrite");
    at.put("s3://bucket/in/a.csv", "1\n");

    assertThat(at.failure("Transform", transform("die", "Line", "text/csv", "")))
        .isEqualTo("the program ended with exit code 7; the last it printed: no such weights");
  }

  @Test
  void X3_a_model_that_refuses_says_why_and_is_ended() throws Exception {
    Workshop at = workshop("rewrite");
    at.put("s3://bucket/in/a.csv", "1\n");

    assertThat(at.failure("Transform", transform("refuse", "Line", "text/csv", "")))
        .isEqualTo("the model answered POST /invocations with 400: bad row");
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(process ->
            process.info().commandLine().filter(line -> line.contains("Serve.java")).isPresent());
    assertThat(at.objects.objects("s3://bucket/out")).isEmpty();
  }

  @Test
  void X3_a_model_that_cannot_be_served_is_named() throws Exception {
    Workshop at = workshop("rewrite");
    at.put("s3://bucket/in/a.csv", "1\n");
    String arguments = transform("sum", "Line", "text/csv", "");

    at.setModel("the-model", "{\"PrimaryContainer\": {\"Image\": \"xgboost\"}}");
    assertThat(at.failure("Transform", arguments))
        .contains("the-model", "SAGEMAKER_PROGRAM", "stepcache.json");
    at.setModel(
        "the-model",
        "{\"Containers\": [{\"Environment\": {\"SAGEMAKER_PROGRAM\": \"Other.java\"}}]}");
    assertThat(at.failure("Transform", arguments)).contains("the-model has no Other.java");
    at.setModel("the-model", "{\"Containers\": [{}, {}]}");
    assertThat(at.failure("Transform", arguments)).contains("a chain of 2 containers");
    assertThat(at.failure("Transform", arguments.replace("the-model", "no-model")))
        .contains("there is no model no-model here");
  }

  @Test
  void X3_what_cannot_be_done_is_refused_before_anything_starts() throws IOException {
    Workshop at = new Workshop(temporary, "rewrite");
    String good =
        transform("sum", "Line", "text/csv", ", \"DataProcessing\": {\"InputFilter\": \"$[1:]\"}");

    assertThat(at.refusal("Transform", good)).isEmpty();
    assertThat(
            at.refusal(
                "Transform", good.replace("\"the-model\"", "{\"Get\": \"Steps.M.ModelName\"}")))
        .isEmpty();
    assertThat(at.refusal("Transform", good.replace("$[1:]", "$..x")))
        .hasValueSatisfying(
            text -> assertThat(text).contains("InputFilter \"$..x\"", "stepcache.json"));
    assertThat(at.refusal("Transform", good.replace("\"Line\"", "\"TFRecord\""))).isPresent();
    assertThat(at.refusal("Transform", good.replace("\"Line\"", "\"None\""))).isPresent();
    assertThat(at.refusal("Transform", good.replace("text/csv", "image/png"))).isPresent();
    assertThat(at.refusal("Transform", good.replace("S3Prefix", "ManifestFile"))).isPresent();
    assertThat(at.refusal("Transform", "{}")).isPresent();
  }
}
