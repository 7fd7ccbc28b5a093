package dev.stepcache.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.cli.bootstrap.Shell.Answer;
import dev.stepcache.domain.attribute.AttributeValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H3: grants, credentials, purges and the audit log on the command line. */
class AccessTest {
  @TempDir Path folder;

  @Test
  void a_grant_is_listed_until_it_is_revoked_and_the_others_stay() {
    Shell shell = new Shell(folder);
    assertThat(shell.stepcache("access", "grant", "ann", "Logs", "--pipelines", "fraud-*").text())
        .isEqualTo("granted Logs on pipelines fraud-* to ann");
    assertThat(shell.stepcache("access", "grant", "ann", "Events").exitCode()).isZero();
    assertThat(shell.stepcache("access", "revoke", "ann", "Logs").exitCode()).isEqualTo(66);
    assertThat(
            shell.stepcache("access", "revoke", "ann", "Logs", "--pipelines", "fraud-*").exitCode())
        .isZero();
    assertThat(shell.stepcache("access", "list").text()).contains("Events").doesNotContain("Logs");
    assertThat(shell.stepcache("access", "list", "--output", "json").json().member("grants"))
        .contains(
            Shell.json(
                    "{\"g\": [{\"principal\": \"ann\", \"permission\": \"Events\", \"pipelines\":"
                        + " \"*\"}]}")
                .member("g")
                .orElseThrow());
  }

  @Test
  void a_secret_is_told_once_on_standard_output_and_kept_nowhere_as_it_is() throws IOException {
    Shell shell = new Shell(folder);
    Answer token = shell.stepcache("access", "token", "ann");
    Answer key = shell.stepcache("access", "key", "ann", "--output", "json");
    assertThat(token.err() + key.err()).isEmpty();
    assertThat(token.text()).matches("stepcache_[A-Za-z0-9_-]{43}");
    String id = text(key, "id");
    String secret = text(key, "secret");
    assertThat(id).matches("AKIA[A-Z2-7]{16}");
    assertThat(secret).hasSize(40);
    assertThat(shell.stepcache("access", "list").text())
        .contains("token-", id)
        .doesNotContain(token.text(), secret);
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(token.text(), secret);
      }
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve(".stepcache/vault.key"))))
        .isEqualTo("rw-------");
    assertThat(shell.stepcache("access", "drop", id).exitCode()).isZero();
    assertThat(shell.stepcache("access", "drop", id).exitCode()).isEqualTo(66);
  }

  private static String text(Answer answer, String member) {
    return ((AttributeValue.TextValue) answer.json().member(member).orElseThrow()).text();
  }

  @Test
  void what_cannot_be_granted_is_said_to_be_so_and_what_was_expected() {
    Shell shell = new Shell(folder);
    Answer unknown = shell.stepcache("access", "grant", "ann", "Read");
    assertThat(unknown.exitCode()).isEqualTo(64);
    assertThat(unknown.err()).contains("\"Read\" is no permission", "RunPipeline");
    Answer odd = shell.stepcache("access", "token", "a b");
    assertThat(odd.exitCode()).isEqualTo(64);
    assertThat(odd.err()).contains("\"a b\" is not a principal's name");
    assertThat(shell.stepcache("access").exitCode()).isEqualTo(64);
    assertThat(shell.stepcache("access", "grant", "--help").exitCode()).isZero();
  }

  @Test
  void a_purged_run_is_gone_and_the_audit_log_tells_who_did_it() {
    Shell shell = new Shell(folder);
    String run = shell.recorded(Shell.NOON);
    assertThat(shell.stepcache("purge", run).text())
        .isEqualTo("purged run " + run + ": 0 objects deleted");
    assertThat(shell.stepcache("history").out()).doesNotContain(run);
    assertThat(shell.stepcache("purge", run).exitCode()).isEqualTo(66);
    assertThat(shell.stepcache("audit").text()).contains(run, "Purge", "local", "purge");
    assertThat(shell.stepcache("audit", "--output", "json").out())
        .contains("\"subject\": \"" + run + "\"");
  }

  @Test
  void a_run_that_goes_on_is_not_purged() {
    Shell shell = new Shell(folder);
    String run =
        shell.stepcache("record", "--pipeline", "p", "step.json", "--status", "Executing").text();
    Answer refused = shell.stepcache("purge", run);
    assertThat(refused.exitCode()).isEqualTo(65);
    assertThat(refused.err()).contains("goes on");
  }
}
