package dev.stepcache.cli.bootstrap;

import static dev.stepcache.cli.bootstrap.Shell.NOON;
import static dev.stepcache.cli.bootstrap.Shell.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 7: lookup; SPEC 6: what it answers. */
class LookupTest {
  private static final String LATER = "2026-01-31T13:00:00Z";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private Shell.Answer lookup(String... more) {
    String[] words = {"lookup", "--pipeline", "p", "step.json"};
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return shell.at(LATER, all);
  }

  @Test
  void without_an_earlier_run_it_is_a_miss() {
    Shell.Answer answer = lookup();

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .isEqualTo("MISS NO_PREVIOUS_RUN: this step has never succeeded in this pipeline\n");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void a_lookup_begins_no_pipeline() {
    lookup();

    assertThat(shell.stepcache("history", "p").exitCode()).isEqualTo(66);
  }

  @Test
  void a_hit_is_told_in_a_line() {
    String run = shell.recorded(NOON);

    assertThat(lookup().out()).isEqualTo("HIT REUSED: reuses run " + run + ", completed 1 h ago\n");
  }

  @Test
  void R12_SPEC_6_a_hit_as_json_has_its_source_with_outputs_secrets_hidden() {
    shell.write("outputs.json", "{\"model\": \"s3://bucket/m\", \"password\": \"hush\"}");
    String run =
        shell.recorded(
            NOON,
            "--outputs",
            "outputs.json",
            "--started-at",
            "2026-01-31T11:00:00Z",
            "--execution",
            "e1");
    var document = shell.lookup(LATER);

    assertThat(textOf(document, "outcome")).isEqualTo("HIT");
    assertThat(textOf(document, "source", "outputs", "password")).startsWith("hmac:");
    String hidden = textOf(document, "source", "outputs", "password");
    Instant decidedAt = Instant.parse(textOf(document, "decidedAt"));
    assertThat(decidedAt).isBetween(Instant.parse(LATER), Instant.parse(LATER).plusSeconds(30));
    long age = Duration.between(Instant.parse(NOON), decidedAt).toMillis();
    assertThat(document)
        .isEqualTo(
            Shell.json(
                """
                {"pipeline": "p", "step": "train", "type": "Training", "outcome": "HIT",
                 "reason": "REUSED", "signature": "%s", "decidedAt": "%s",
                 "expireAfter": "P30D", "message": "reuses run %s, completed 1 h ago",
                 "source": {"run": "%s", "execution": "e1",
                   "startedAt": "2026-01-31T11:00:00.000Z",
                   "completedAt": "2026-01-31T12:00:00.000Z", "age": "PT%d.%03dS",
                   "outputs": {"model": "s3://bucket/m", "password": "%s"}}}
                """
                    .formatted(
                        shell.stepcache("signature", "step.json").text(),
                        textOf(document, "decidedAt"),
                        run,
                        run,
                        age / 1000,
                        age % 1000,
                        hidden)));
  }

  @Test
  void exit_code_tells_hit_miss_and_bypass_when_asked_to() {
    assertThat(lookup("--exit-code").exitCode()).isEqualTo(10);
    shell.recorded(NOON);
    assertThat(lookup("--exit-code").exitCode()).isZero();
    shell.write("step.json", Shell.NOT_CACHEABLE);
    assertThat(lookup("--exit-code").exitCode()).isEqualTo(11);
    assertThat(lookup().exitCode()).isZero();
  }

  @Test
  void R9_a_type_that_always_runs_is_a_bypass_without_signature() {
    shell.write("step.json", Shell.NOT_CACHEABLE);
    var document = shell.lookup(NOON);

    assertThat(textOf(document, "reason")).isEqualTo("STEP_TYPE_NOT_CACHEABLE");
    assertThat(textOf(document, "signature")).isEqualTo("(absent)");
  }

  @Test
  void R1_caching_that_is_not_enabled_is_a_bypass_with_signature() {
    shell.write("step.json", Shell.STEP.replace("true", "false"));
    var document = shell.lookup(NOON);

    assertThat(textOf(document, "reason")).isEqualTo("CACHING_DISABLED");
    assertThat(textOf(document, "signature")).hasSize(64);
    assertThat(textOf(document, "expireAfter")).isEqualTo("(absent)");
  }

  @Test
  void R13_a_run_within_the_timeout_is_good_and_older_ones_are_expired() {
    shell.recorded(NOON);

    assertThat(textOf(shell.lookup("2026-03-02T11:59:00Z"), "outcome")).isEqualTo("HIT");
    var expired = shell.lookup("2026-03-02T13:00:00Z");
    assertThat(textOf(expired, "reason")).isEqualTo("EXPIRED");
    assertThat(textOf(expired, "expiredBy")).matches("PT36\\d\\d\\.\\d\\d\\dS");
  }

  @Test
  void R8_another_pipeline_has_other_runs() {
    shell.recorded(NOON);

    var document =
        shell.at(LATER, "lookup", "--pipeline", "P", "step.json", "--output", "json").json();
    assertThat(textOf(document, "reason")).isEqualTo("NO_PREVIOUS_RUN");
  }

  @Test
  void changed_attributes_are_named_and_secrets_among_them_hidden() {
    String run = shell.recorded(NOON);
    shell.write("step.json", Shell.STEP.replace("0.1", "0.2").replace("hush", "loud"));

    var document = shell.lookup(LATER);
    assertThat(textOf(document, "reason")).isEqualTo("ATTRIBUTES_CHANGED");
    assertThat(textOf(document, "nearest", "run")).isEqualTo(run);
    var changed = document.objectMember("nearest").orElseThrow().itemsOf("changed");
    assertThat(changed).hasSize(2);
    assertThat(changed.get(1))
        .isEqualTo(
            Shell.json(
                "{\"path\": \"/Arguments/HyperParameters/eta\", \"before\": \"0.1\","
                    + " \"after\": \"0.2\"}"));
    assertThat(changed.toString()).contains("hmac:").doesNotContain("hush").doesNotContain("loud");

    assertThat(lookup().lines())
        .hasSize(3)
        .element(2)
        .isEqualTo("  /Arguments/HyperParameters/eta        \"0.1\" -> \"0.2\"");
  }

  @Test
  void a_pipeline_must_be_named() {
    Shell.Answer answer = shell.stepcache("lookup", "step.json");

    assertThat(answer.exitCode()).isEqualTo(64);
    assertThat(answer.err())
        .isEqualTo(
            """
            stepcache: Missing required option: '--pipeline=NAME'
            Try 'stepcache lookup --help'.
            """);
    assertThat(shell.stepcache("lookup", "--pipeline", "", "step.json").exitCode()).isEqualTo(64);
  }

  @Test
  void R17_a_history_that_cannot_be_reached_is_no_miss() {
    shell.write("history.db", "this is no database, and long enough to be seen as none");
    Shell.Answer answer =
        shell.stepcache(
            "lookup",
            "--pipeline",
            "p",
            "step.json",
            "--exit-code",
            "--history",
            "jdbc:sqlite:" + shell.path("history.db"));

    assertThat(answer.exitCode()).isEqualTo(69);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains("is no SQLite database");
  }
}
