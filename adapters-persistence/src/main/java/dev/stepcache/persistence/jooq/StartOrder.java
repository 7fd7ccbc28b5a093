package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistory.Place;
import org.jooq.Condition;
import org.jooq.Field;

/** Rows ordered by their starts and then by their ids. */
record StartOrder(Field<Long> startedAt, Field<String> id) {

  /** Said first of the start alone, which an index can begin at. */
  Condition isBefore(Place place) {
    long start = Millis.of(place.startedAt());
    return startedAt.le(start).and(startedAt.lt(start).or(id.lt(place.id())));
  }

  Condition isAfter(Place place) {
    long start = Millis.of(place.startedAt());
    return startedAt.ge(start).and(startedAt.gt(start).or(id.gt(place.id())));
  }
}
