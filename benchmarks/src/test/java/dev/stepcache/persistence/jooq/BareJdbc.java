package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.jooq.PastRunsQuestion.EXPIRED;
import static dev.stepcache.persistence.jooq.PastRunsQuestion.IN_PROGRESS;
import static dev.stepcache.persistence.jooq.PastRunsQuestion.LATEST_SUCCESSES;
import static dev.stepcache.persistence.jooq.PastRunsQuestion.NOT_SUCCEEDED;
import static dev.stepcache.persistence.jooq.PastRunsQuestion.REFRESHED;
import static dev.stepcache.persistence.jooq.PastRunsQuestion.RETRACTED;
import static dev.stepcache.persistence.jooq.PastRunsQuestion.REUSABLE;

import dev.stepcache.domain.run.StepScope;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.tools.jdbc.JDBCUtils;

/**
 * What decisions ask, by the same SQL, prepared once on one connection, with nothing done to the
 * rows but reading them. It stands in this package because the SQL is known here alone.
 */
public final class BareJdbc implements AutoCloseable {
  private static final List<PastRunsQuestion> OF_A_MISS =
      List.of(
          REUSABLE, REFRESHED, IN_PROGRESS, EXPIRED, RETRACTED, NOT_SUCCEEDED, LATEST_SUCCESSES);

  /** Of how many successes the nearest is looked for. */
  private static final int NEAREST_OF = 100;

  private static final Duration EXPIRE_AFTER = Duration.ofDays(30);

  private final Connection connection;
  private final List<Prepared> questions = new ArrayList<>();

  private record Prepared(PastRunsQuestion question, HotQuery query, PreparedStatement statement) {}

  private BareJdbc(Connection connection) {
    this.connection = connection;
  }

  public static BareJdbc open(String url) throws SQLException {
    BareJdbc bare = new BareJdbc(DriverManager.getConnection(url));
    for (PastRunsQuestion question : OF_A_MISS) {
      HotQuery query = HotQuery.of(JDBCUtils.dialect(url), question.query());
      PreparedStatement statement = bare.connection.prepareStatement(query.sql());
      bare.questions.add(new Prepared(question, query, statement));
    }
    return bare;
  }

  /** The one read of a hit; answers how many characters it gave. */
  public int hit(StepScope scope, String signature, Instant now) throws SQLException {
    return ask(questions.get(0), values(scope, signature, now));
  }

  /** The reads of a miss; answers how many characters they gave. */
  public int miss(StepScope scope, String signature, Instant now) throws SQLException {
    Map<String, Object> values = values(scope, signature, now);
    int characters = 0;
    for (Prepared asked : questions) {
      values.put("most", asked.question() == LATEST_SUCCESSES ? NEAREST_OF : 1);
      characters += ask(asked, values);
    }
    return characters;
  }

  private static Map<String, Object> values(StepScope scope, String signature, Instant now) {
    Map<String, Object> values = new HashMap<>();
    values.put("pipeline", scope.pipeline().text());
    values.put("step", scope.step().text());
    values.put("type", scope.type().name());
    values.put("kind", scope.kind().name());
    values.put("signature", signature);
    values.put("from", now.minus(EXPIRE_AFTER).toEpochMilli());
    values.put("before", now.minus(EXPIRE_AFTER).toEpochMilli());
    values.put("to", now.toEpochMilli());
    values.put("at", now.toEpochMilli());
    values.put("now", now.toEpochMilli());
    values.put("most", 1);
    return values;
  }

  private static int ask(Prepared asked, Map<String, Object> values) throws SQLException {
    asked.query().bind(asked.statement(), values);
    int characters = 0;
    try (ResultSet rows = asked.statement().executeQuery()) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        for (int column = 1; column <= columns; column++) {
          String value = rows.getString(column);
          characters += value == null ? 0 : value.length();
        }
      }
    }
    return characters;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
