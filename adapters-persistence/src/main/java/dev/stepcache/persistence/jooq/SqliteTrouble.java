package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistoryUnavailable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite reports, as one sentence for people. */
final class SqliteTrouble {
  private SqliteTrouble() {}

  static RunHistoryUnavailable unavailable(String history, Exception reported) {
    return new RunHistoryUnavailable(
        "The history %s %s.".formatted(history, sentence(reported)), reported);
  }

  private static String sentence(Throwable reported) {
    for (Throwable cause = reported; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException e) {
        return sentence(e.getResultCode(), e);
      }
    }
    return "does not work: " + Sentences.firstLine(reported);
  }

  /** The lower byte of a code is what went wrong, the others say where. */
  private static String sentence(SQLiteErrorCode code, SQLiteException e) {
    return switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
      case SQLITE_BUSY, SQLITE_LOCKED -> "is locked by another process for too long";
      case SQLITE_READONLY -> "cannot be written: it is read-only";
      case SQLITE_FULL -> "cannot be written: there is no space left for it";
      case SQLITE_CORRUPT -> "is damaged: " + Sentences.firstLine(e);
      case SQLITE_NOTADB -> "cannot be read: the file is no SQLite database";
      case SQLITE_CANTOPEN -> "cannot be opened: it is no file that can be read and written here";
      case SQLITE_PERM, SQLITE_AUTH -> "cannot be opened: access is denied";
      case SQLITE_IOERR -> "cannot be read or written: " + Sentences.firstLine(e);
      default -> "does not work: " + Sentences.firstLine(e);
    };
  }
}
