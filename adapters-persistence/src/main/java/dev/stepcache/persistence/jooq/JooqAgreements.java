package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.AGREEMENT;
import static dev.stepcache.persistence.schema.Tables.CLAIM;

import dev.stepcache.application.port.Agreements;
import dev.stepcache.persistence.schema.tables.records.AgreementRecord;
import dev.stepcache.persistence.schema.tables.records.ClaimRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.TableRecord;

/** Words and claims in SQL: of all who insert one at once, one does, and all read what it said. */
final class JooqAgreements implements Agreements {
  private final Database database;

  JooqAgreements(Database database) {
    this.database = database;
  }

  @Override
  public String agree(String name, String word) {
    return kept(
        new AgreementRecord(name, word),
        session ->
            session
                .sql()
                .select(AGREEMENT.WORD)
                .from(AGREEMENT)
                .where(AGREEMENT.NAME.eq(name))
                .fetchOptional(AGREEMENT.WORD));
  }

  @Override
  public Optional<Claim> claimed(String scope, String token) {
    return database.read(session -> find(session, scope, token));
  }

  @Override
  public Claim claim(String scope, String token, Claim claim, Instant at) {
    return kept(
        new ClaimRecord(scope, token, claim.request(), claim.answer(), Millis.of(at)),
        session -> find(session, scope, token));
  }

  private static Optional<Claim> find(Session session, String scope, String token) {
    return session
        .sql()
        .select(CLAIM.REQUEST, CLAIM.ANSWER)
        .from(CLAIM)
        .where(CLAIM.SCOPE.eq(scope))
        .and(CLAIM.TOKEN.eq(token))
        .fetchOptional(row -> new Claim(row.value1(), row.value2()));
  }

  /** Mostly it is there already, and who only asks waits for nobody. */
  private <T> T kept(TableRecord<?> row, Function<Session, Optional<T>> question) {
    return database
        .read(question)
        .orElseGet(() ->
            database.write(session -> {
              Inserts.insert(session, row);
              return question.apply(session).orElseThrow();
            }));
  }

  @Override
  public void forgetClaims(Instant before) {
    database.write(session ->
        session.sql().deleteFrom(CLAIM).where(CLAIM.CLAIMED_AT.lt(Millis.of(before))).execute());
  }
}
