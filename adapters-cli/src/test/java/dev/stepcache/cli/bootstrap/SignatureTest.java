package dev.stepcache.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.CanonicalJson;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SPEC 7: signature, and what a step file is. */
class SignatureTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  @Test
  void the_signature_is_one_line() {
    Shell.Answer answer = shell.stepcache("signature", "step.json");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).matches("[0-9a-f]{64}\n");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void it_is_the_digest_of_the_key_document_which_hides_nothing() throws Exception {
    var document = shell.stepcache("signature", "step.json", "--output", "json").json();

    assertThat(document.members().keySet()).containsExactly("keyDocument", "signature");
    var key = document.objectMember("keyDocument").orElseThrow();
    assertThat(key)
        .isEqualTo(
            Shell.json(
                """
                {"attributes": {"Arguments": {"HyperParameters": {"eta": "0.1",
                 "api_token": "hush"}}}, "scheme": 1, "type": "Training"}
                """));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(CanonicalJson.bytes(key));
    assertThat(Shell.textOf(document, "signature")).isEqualTo(HexFormat.of().formatHex(digest));
  }

  @Test
  void no_history_is_needed_nor_made() {
    shell.variable("STEPCACHE_HISTORY", "jdbc:sqlite:/dev/null/none.db");

    assertThat(shell.stepcache("signature", "step.json").exitCode()).isZero();
    assertThat(folder.resolve(".stepcache")).doesNotExist();
  }

  @Test
  void the_step_may_come_from_standard_input() {
    shell.type(Shell.STEP);

    assertThat(shell.stepcache("signature", "-").out())
        .isEqualTo(shell.stepcache("signature", "step.json").out());
  }

  @Test
  void X5_local_content_counts_and_is_found_beside_the_step_file() {
    shell.write("far/rows.csv", "1,2");
    shell.write(
        "far/step.json",
        """
        {"Name": "s", "Type": "Training",
         "Arguments": {"InputDataConfig": [{"Uri": "file://./rows.csv"}]}}
        """);
    var withContent = shell.stepcache("signature", "far/step.json", "--output", "json");

    assertThat(Shell.textOf(withContent.json(), "keyDocument", "inputs", "file://./rows.csv"))
        .matches("[0-9a-f]{64}");
    var placeAlone =
        shell.stepcache("signature", "far/step.json", "--output", "json", "--inputs", "location");
    assertThat(Shell.textOf(placeAlone.json(), "keyDocument", "inputs")).isEqualTo("(absent)");
  }

  @Test
  void R9_a_type_that_always_runs_has_none() {
    shell.write("step.json", Shell.NOT_CACHEABLE);
    Shell.Answer answer = shell.stepcache("signature", "step.json", "--output", "json");

    assertThat(answer.exitCode()).isEqualTo(65);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains("type Lambda always runs").contains("AutoML, ClarifyCheck");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"Type": "Training"}                                       | /Name
          {"Name": "", "Type": "Training"}                           | /Name
          {"Name": "s"}                                              | /Type
          {"Name": "s", "Type": 7}                                   | /Type
          []                                                         | : /:
          {"Name": "s", "Type": "Training", "CacheConfig": 1}        | /CacheConfig
          {"Name": "s", "Type": "EMR", "CacheConfig": {"Enabled": 1}} | /CacheConfig/Enabled
          {"Name": "s", "Type": "EMR", "CacheConfig": {"Enabled": true}} | /CacheConfig/ExpireAfter
          {"Name": "s", "Type": "EMR", "CacheConfig": {"Enabled": true, "ExpireAfter": "T5s"}} | position 2
          {"Name": "s", "Type": "EMR", "Arguments": {"a": [{"Get": "Parameters.p"}]}} | /Arguments/a/0
          {"Name": "s", "Type": "EMR", "Arguments": {"a": {"Get": "nonsense"}}} | /Arguments/a
          {"Name": "s", "Type": "EMR", "b": {"Std:Join": {"On": "", "Values": []}}} | /b
          {"Name": "s", "Type": "EMR", "b": {"Std:JsonGet": {"S3Uri": "s3://a/b", "Path": "c"}}} | /b
          {"Name": "s",                                              | line 1
          """)
  void R2_X1_a_file_that_is_no_resolved_step_is_refused_with_the_place(String text, String place) {
    shell.write("step.json", text);
    Shell.Answer answer = shell.stepcache("signature", "step.json");

    assertThat(answer.exitCode()).isEqualTo(65);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("stepcache: step.json: ").contains(place);
  }

  @Test
  void every_fault_is_a_line() {
    shell.write("step.json", "{\"CacheConfig\": 1}");

    assertThat(shell.stepcache("signature", "step.json").err().lines()).hasSize(2);
  }

  @Test
  void R1_an_expire_after_without_caching_is_not_read() {
    shell.write(
        "step.json",
        "{\"Name\": \"s\", \"Type\": \"EMR\", \"CacheConfig\": {\"ExpireAfter\": \"soon\"}}");

    assertThat(shell.stepcache("signature", "step.json").exitCode()).isZero();
  }

  @Test
  void a_file_that_is_not_there_is_said_so() {
    Shell.Answer answer = shell.stepcache("signature", "none.json");

    assertThat(answer.exitCode()).isEqualTo(66);
    assertThat(answer.err()).isEqualTo("stepcache: there is no file none.json\n");
    assertThat(shell.stepcache("signature", ".").exitCode()).isEqualTo(66);
  }
}
