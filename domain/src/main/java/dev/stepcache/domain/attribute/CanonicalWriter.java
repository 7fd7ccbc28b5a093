package dev.stepcache.domain.attribute;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.domain.attribute.AttributeValue.BooleanValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes the spelling that {@link CanonicalJson} tells of, into a digest or for whoever asks. */
final class CanonicalWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);
  private static final byte[] NULL = "null".getBytes(US_ASCII);

  private static final int ROOM_TO_DIGEST = 1024;

  /** For one name or number, as most of what is written alone. */
  private static final int ROOM_TO_BEGIN = 64;

  private final Optional<MessageDigest> digest;
  private byte[] out;
  private int length;

  /** Whenever what is written fills its room it goes into the digest; without one, room grows. */
  CanonicalWriter(Optional<MessageDigest> digest) {
    this.digest = digest;
    this.out = new byte[digest.isPresent() ? ROOM_TO_DIGEST : ROOM_TO_BEGIN];
  }

  String text() {
    return new String(out, 0, length, UTF_8);
  }

  byte[] bytes() {
    return Arrays.copyOf(out, length);
  }

  /** In the order of how many values are such. */
  void write(AttributeValue value) {
    switch (value) {
      case TextValue text -> quote(text);
      case ObjectValue object -> writeObject(object.sorted());
      case NumberValue number -> appendPlain(CanonicalJson.number(number));
      case ListValue list -> writeList(list.items());
      case BooleanValue truth -> append(truth.value() ? TRUE : FALSE);
      case NullValue none -> append(NULL);
    }
  }

  private void writeList(List<AttributeValue> items) {
    append('[');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        append(',');
      }
      write(items.get(i));
    }
    append(']');
  }

  private void writeObject(SortedMembers members) {
    append('{');
    for (int i = 0; i < members.size(); i++) {
      if (i > 0) {
        append(',');
      }
      quote(members.name(i));
      append(':');
      write(members.value(i));
    }
    append('}');
  }

  private void quote(TextValue text) {
    if (text.isPlain()) {
      quotePlain(text);
    } else {
      append('"');
      appendEscaped(text.text());
      append('"');
    }
  }

  private void quotePlain(TextValue text) {
    int units = text.length();
    makeRoom(units + 2);
    int at = length;
    out[at] = '"';
    text.copyTo(out, at + 1);
    out[at + 1 + units] = '"';
    length = at + units + 2;
  }

  @SuppressWarnings("deprecation") // the one copy into an array at hand; it drops no bits of ASCII
  private void appendPlain(String text) {
    makeRoom(text.length());
    text.getBytes(0, text.length(), out, length);
    length += text.length();
  }

  private void appendEscaped(String text) {
    for (byte unit : text.getBytes(UTF_8)) {
      if (unit == '"' || unit == '\\' || (0 <= unit && unit < ' ')) {
        escape(unit);
      } else {
        append((char) unit);
      }
    }
  }

  private void escape(byte unit) {
    append('\\');
    switch (unit) {
      case '"', '\\' -> append((char) unit);
      case '\b' -> append('b');
      case '\t' -> append('t');
      case '\n' -> append('n');
      case '\f' -> append('f');
      case '\r' -> append('r');
      default -> append(new byte[] {'u', '0', '0', HEX[unit >> 4], HEX[unit & 0xf]});
    }
  }

  /** Appends one unit of UTF-8. */
  private void append(char unit) {
    makeRoom(1);
    out[length++] = (byte) unit;
  }

  private void append(byte[] units) {
    makeRoom(units.length);
    System.arraycopy(units, 0, out, length, units.length);
    length += units.length;
  }

  private void makeRoom(int units) {
    if (out.length - length < units) {
      makeMore(units);
    }
  }

  private void makeMore(int units) {
    digest.ifPresent(this::empty);
    if (out.length - length < units) {
      out = Arrays.copyOf(out, Math.max(length + units, 2 * out.length));
    }
  }

  /** What is written and not yet in the digest goes there. */
  void empty(MessageDigest into) {
    into.update(out, 0, length);
    length = 0;
  }
}
