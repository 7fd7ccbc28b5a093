package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistoryUnavailable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;

/** What a MySQL server or its driver reports, as one sentence for people. */
final class MySqlTrouble {
  static final int NO_SUCH_TABLE = 1146;

  private static final int SECONDS_TO_ANSWER = 1;
  private static final int DEADLOCK = 1213;
  private static final int LOCK_WAIT_TIMEOUT = 1205;

  private MySqlTrouble() {}

  static RunHistoryUnavailable unavailable(MySqlUrl url, Throwable reported) {
    StringWriter whole = new StringWriter();
    reported.printStackTrace(new PrintWriter(whole));
    if (url.isGivenAwayBy(whole.toString())) {
      return new RunHistoryUnavailable(
          "The history %s does not work; what the driver says of it would show a password."
              .formatted(url.name()));
    }
    return new RunHistoryUnavailable(
        "The history %s %s.".formatted(url.name(), sentence(reported)), reported);
  }

  /** Whether the server gave up a transaction that gets through when tried again. */
  static boolean isPassing(Throwable reported) {
    return sqlException(reported)
        .map(SQLException::getErrorCode)
        .filter(code -> code == DEADLOCK)
        .isPresent();
  }

  /**
   * Whether a connection has been cut: its driver may then stumble over what is no longer there,
   * with any exception, of which the virtual machine may have dropped the stack trace.
   */
  static boolean isCut(Connection connection) {
    try {
      return !connection.isValid(SECONDS_TO_ANSWER);
    } catch (SQLException | RuntimeException stumbled) {
      return true;
    }
  }

  private static String sentence(Throwable reported) {
    return causes(reported)
        .filter(MySqlTrouble::isOfNetwork)
        .findFirst()
        .map(cause -> "cannot be reached: " + networkTrouble(cause))
        .or(() -> sqlException(reported).map(e -> sentence(e.getErrorCode(), e)))
        .orElseGet(() -> "does not work: " + Sentences.firstLine(reported));
  }

  private static String sentence(int code, SQLException e) {
    return switch (code) {
      case 1045 -> "does not accept this user with this password";
      case 1044, 1142, 1143, 1227, 1370 -> "does not let its user in: " + Sentences.firstLine(e);
      case 1046 -> "names no database: expected jdbc:mysql://HOST/DATABASE";
      case 1049 -> "cannot be opened: there is no such database on the server";
      case 1040, 1203, 1226 -> "cannot be reached: the server has too many connections";
      case DEADLOCK, LOCK_WAIT_TIMEOUT, 3572 -> "is locked by others for too long";
      case 1290, 1792, 1836, 1874, 3906 -> "cannot be written: it is read-only";
      case 1021, 1041, 1114 -> "cannot be written: there is no space left for it";
      case NO_SUCH_TABLE, 1054 -> "is damaged: " + Sentences.firstLine(e);
      case 1153 -> "cannot take a document this large: the server's max_allowed_packet is less";
      default -> "does not work: " + Sentences.firstLine(e);
    };
  }

  private static boolean isOfNetwork(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof SocketTimeoutException;
  }

  private static String networkTrouble(Throwable cause) {
    return switch (cause) {
      case UnknownHostException e -> "there is no host " + Sentences.firstLine(e);
      case SocketTimeoutException e -> "it does not answer in time";
      default -> Sentences.firstLine(cause);
    };
  }

  /** The innermost one that has a number: that is the server's, the others wrap it. */
  private static Optional<SQLException> sqlException(Throwable reported) {
    return causes(reported)
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast)
        .reduce((outer, inner) -> inner.getErrorCode() == 0 ? outer : inner);
  }

  private static Stream<Throwable> causes(Throwable reported) {
    return Stream.iterate(reported, cause -> cause != null, Throwable::getCause);
  }
}
