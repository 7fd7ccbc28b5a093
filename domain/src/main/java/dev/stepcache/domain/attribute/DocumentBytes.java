package dev.stepcache.domain.attribute;

import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.util.Arrays;

/** The bytes of a document, which never change: the texts in it are not copied, and keep it. */
public final class DocumentBytes {
  private final byte[] bytes;

  /** They are followed by zeros, which are not plain: no text has to be asked for its end twice. */
  public DocumentBytes(byte[] bytes) {
    this.bytes = Arrays.copyOf(bytes, bytes.length + Long.BYTES);
  }

  /**
   * The text from one byte up to the next that is no plain text, or up to the end: the longest of
   * ASCII without a quote, a backslash or a control character.
   */
  public TextValue plainText(int from) {
    return new TextValue(bytes, from, PlainText.end(bytes, from));
  }
}
