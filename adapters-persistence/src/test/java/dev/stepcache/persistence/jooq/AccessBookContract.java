package dev.stepcache.persistence.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.AccessBook;
import dev.stepcache.application.port.AccessBook.AuditEntry;
import dev.stepcache.application.port.AccessBook.Credential.AccessKey;
import dev.stepcache.application.port.AccessBook.Credential.BearerToken;
import dev.stepcache.domain.access.Grant;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PipelinePattern;
import dev.stepcache.domain.access.PrincipalName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Grants, credentials and the audit log (H3). */
interface AccessBookContract extends StoreUnderTest {
  PrincipalName ANN = new PrincipalName("ann");
  PrincipalName BOB = new PrincipalName("bob");

  private AccessBook book() {
    return store().accessBook();
  }

  @Test
  default void H3_grants_are_kept_until_they_are_revoked_each_on_its_own() {
    Grant logs = new Grant(ANN, Permission.LOGS, new PipelinePattern("abalone"));
    Grant describe = new Grant(ANN, Permission.DESCRIBE_JOB, new PipelinePattern("abalone"));
    Grant every = new Grant(ANN, Permission.LOGS, PipelinePattern.ALL);
    Grant bobs = new Grant(BOB, Permission.LOGS, new PipelinePattern("abalone"));
    for (Grant grant : List.of(bobs, every, logs, describe)) {
      book().grant(grant, NOON);
      book().grant(grant, NOON.plus(MINUTE));
    }

    assertThat(book().grants(ANN)).containsExactly(describe, every, logs);
    assertThat(book().grants()).containsExactly(describe, every, logs, bobs);
    assertThat(book().revoke(logs)).isTrue();
    assertThat(book().revoke(logs)).isFalse();
    assertThat(book().grants()).containsExactly(describe, every, bobs);
    assertThat(store().history().pipelines()).isEmpty();
  }

  @Test
  default void H3_every_permission_and_pattern_is_kept_byte_by_byte() {
    List<Grant> grants = new ArrayList<>();
    for (Permission permission : Permission.values()) {
      for (String pattern : List.of("A*", "a*", "a* ", "é", "漢".repeat(256))) {
        grants.add(new Grant(ANN, permission, new PipelinePattern(pattern)));
      }
    }
    grants.add(new Grant(new PrincipalName("Ann"), Permission.LOGS, PipelinePattern.ALL));
    grants.forEach(grant -> book().grant(grant, NOON));

    assertThat(book().grants()).containsExactlyInAnyOrderElementsOf(grants);
    assertThat(book().grants(new PrincipalName("Ann"))).hasSize(1);
    assertThat(book().grants(new PrincipalName("ANN"))).isEmpty();
  }

  @Test
  default void H3_credentials_are_found_by_what_is_shown_and_dropped_by_their_ids() {
    BearerToken token = new BearerToken("t1", ANN, NOON.plus(MINUTE), "ab".repeat(32));
    AccessKey key = new AccessKey("AKIA1", ANN, NOON, "sealed ".repeat(99));
    BearerToken bobs = new BearerToken("t2", BOB, NOON, "cd".repeat(32));
    assertThat(book().hasCredentials()).isFalse();
    Stream.of(bobs, token, key, key).forEach(book()::keep);

    assertThat(book().hasCredentials()).isTrue();
    assertThat(book().bearerToken(token.digest())).contains(token);
    assertThat(book().bearerToken("AB".repeat(32))).isEmpty();
    assertThat(book().accessKey("AKIA1")).contains(key);
    assertThat(book().accessKey("akia1")).isEmpty();
    assertThat(book().accessKey("t1")).isEmpty();
    assertThat(book().credentials()).containsExactly(key, token, bobs);

    assertThat(book().drop("t1")).isTrue();
    assertThat(book().drop("t1")).isFalse();
    assertThat(book().bearerToken(token.digest())).isEmpty();
    assertThat(book().credentials()).containsExactly(key, bobs);
  }

  @Test
  default void H3_the_audit_log_is_read_latest_entry_first() {
    List<AuditEntry> entries = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      entries.add(entry("run " + i));
    }
    book().audit(entries.subList(0, 1));
    book().audit(entries.subList(1, 2400));
    book().audit(List.of());
    book().audit(entries.subList(2400, 2500));

    assertThat(book().audit()).containsExactlyElementsOf(entries.reversed());
    assertThat(book().audit().limit(2).map(AuditEntry::subject))
        .containsExactly("run 2499", "run 2498");
  }

  @Test
  default void H3_what_was_audited_while_the_log_is_read_does_not_disturb_it() {
    List<AuditEntry> entries = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      entries.add(entry("run " + i));
    }
    book().audit(entries);

    List<AuditEntry> read = new ArrayList<>();
    book()
        .audit()
        .forEach(entry -> {
          if (read.size() % 100 == 0) {
            book().audit(List.of(entry("meanwhile")));
          }
          read.add(entry);
        });

    assertThat(read).containsExactlyElementsOf(entries.reversed());
  }

  @Test
  default void H5_what_many_nodes_audit_at_once_is_all_kept_each_list_together() throws Exception {
    var unused =
        atOnce((store, number) -> {
          store.accessBook().audit(List.of(entry(number + " a"), entry(number + " b")));
          return number;
        });

    List<String> subjects = book().audit().map(AuditEntry::subject).toList();
    assertThat(subjects).hasSize(32).doesNotHaveDuplicates();
    for (int i = 0; i < subjects.size(); i += 2) {
      assertThat(subjects.get(i)).isEqualTo(subjects.get(i + 1).replace("a", "b"));
    }
  }

  private static AuditEntry entry(String subject) {
    return new AuditEntry(
        NOON, ANN, Permission.DESCRIBE_JOB, "Pipeline é ", subject, "DescribeTrainingJob");
  }
}
