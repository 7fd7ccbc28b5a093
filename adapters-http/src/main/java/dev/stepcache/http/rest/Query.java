package dev.stepcache.http.rest;

import dev.stepcache.domain.expiry.ExpireAfter;
import dev.stepcache.http.rest.Problem.Kind;
import io.helidon.common.uri.UriQuery;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The parameters of a query. */
final class Query {
  private static final int USUAL_LIMIT = 100;
  private static final int MOST = 1000;

  private final UriQuery query;

  Query(UriQuery query) {
    this.query = query;
  }

  Optional<String> text(String name) {
    return query.first(name).asOptional();
  }

  /** A parameter read as a type whose constructor says what it needs. */
  <T> Optional<T> read(String name, Function<String, T> type) {
    return text(name)
        .map(text -> {
          try {
            return type.apply(text);
          } catch (IllegalArgumentException unfit) {
            throw refused(name, "needs " + unfit.getMessage());
          }
        });
  }

  /** A whole number from 1. */
  Optional<Long> number(String name) {
    return text(name)
        .map(text -> {
          if (!text.matches("[1-9][0-9]{0,17}")) {
            throw refused(name, "is a whole number from 1, not \"%s\"".formatted(text));
          }
          return Long.parseLong(text);
        });
  }

  /** How long a page is. */
  int limit() {
    long limit = number("limit").orElse((long) USUAL_LIMIT);
    if (limit > MOST) {
      throw refused("limit", "is at most " + MOST);
    }
    return (int) limit;
  }

  /** Where a page begins: behind the last item of the one before it in the same list. */
  Optional<Cursor> cursor(String list) {
    return text("cursor")
        .map(text ->
            Cursor.read(text, list)
                .orElseThrow(() -> refused("cursor", "is none that this list has given")));
  }

  /** The instant from which on is counted. */
  Instant since(Instant now) {
    return text("within")
        .map(text ->
            ExpireAfter.parse(text)
                .getOrElseThrow(fault -> refused("within", "is no age: " + fault.message()))
                .cutoff(now))
        .orElse(Instant.EPOCH);
  }

  private static Refused refused(String name, String why) {
    return new Refused(Kind.BAD_REQUEST, "the parameter %s %s".formatted(name, why));
  }
}
