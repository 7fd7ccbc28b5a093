package dev.stepcache.http.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.port.RunHistory.Place;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A place in one list: of the last item that was shown. It says from where on the list is shown to
 * whoever asks, and never what is in the list: that is decided anew for each page, so a cursor that
 * was made up shows nothing more than the list does.
 *
 * @param list the list, with all that confines it
 * @param place the last item's instant and id, or its name alone
 */
record Cursor(String list, List<String> place) {
  private static final String BETWEEN = "\0";

  Cursor {
    place = List.copyOf(place);
  }

  static Cursor behind(String list, Instant at, String id) {
    return new Cursor(list, List.of(Long.toString(at.toEpochMilli()), id));
  }

  static Cursor behind(String list, String name) {
    return new Cursor(list, List.of(name));
  }

  /** Reads a cursor of a list. */
  static Optional<Cursor> read(String text, String list) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      String plain = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String start = list + BETWEEN;
      return plain.startsWith(start)
          ? Optional.of(
              new Cursor(list, List.of(plain.substring(start.length()).split(BETWEEN, 2))))
          : Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException madeUp) {
      return Optional.empty();
    }
  }

  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((list + BETWEEN + String.join(BETWEEN, place)).getBytes(UTF_8));
  }

  String name() {
    return place.get(0);
  }

  /** The place of a run or an execution; none where this is no such place. */
  Optional<Place> started() {
    try {
      return place.size() == 2
          ? Optional.of(new Place(Instant.ofEpochMilli(Long.parseLong(name())), place.get(1)))
          : Optional.empty();
    } catch (NumberFormatException | DateTimeException madeUp) {
      return Optional.empty();
    }
  }
}
