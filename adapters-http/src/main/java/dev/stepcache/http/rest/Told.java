package dev.stepcache.http.rest;

import java.util.Base64;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client has been told of an execution. It is in the id of each event, so that any node can
 * go on telling where another left off: steps begin and end in no fixed order, so an instant or a
 * number would not do.
 *
 * @param round the execution's; what was told of an earlier one is told anew
 * @param events which were told: of the step at position p, 2p that it began, 2p+1 that it ended
 */
record Told(int round, BitSet events) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})\\.([A-Za-z0-9_-]{0,2000})");

  Told {
    events = (BitSet) events.clone();
  }

  static Told nothing() {
    return new Told(0, new BitSet());
  }

  /** Reads an event's id; one that is none tells of nothing. */
  static Told read(String id) {
    Matcher parts = FORM.matcher(id);
    try {
      return parts.matches()
          ? new Told(
              Integer.parseInt(parts.group(1)),
              BitSet.valueOf(Base64.getUrlDecoder().decode(parts.group(2))))
          : nothing();
    } catch (IllegalArgumentException madeUp) {
      return nothing();
    }
  }

  String id() {
    return round
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(events.toByteArray());
  }

  /** What was told of a round. */
  Told of(int now) {
    return now == round ? this : new Told(now, new BitSet());
  }

  boolean hasBegin(int position) {
    return events.get(2 * position);
  }

  boolean hasEnd(int position) {
    return events.get(2 * position + 1);
  }

  Told withBegin(int position) {
    return with(2 * position);
  }

  Told withEnd(int position) {
    return with(2 * position + 1);
  }

  private Told with(int event) {
    Told more = new Told(round, events);
    more.events.set(event);
    return more;
  }
}
