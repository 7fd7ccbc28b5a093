package dev.stepcache.domain.attribute;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A text that stands in a document")
class DocumentBytesTest {
  /** Looked at as eight bytes at once, as single ones, and as both. */
  private static final int LONGEST = 20;

  @Test
  void ends_before_the_first_byte_that_is_not_plain_wherever_that_is() {
    for (int end = 0; end <= LONGEST; end++) {
      for (int unit = 0; unit < 0x100; unit++) {
        byte[] bytes = "a".repeat(2 * LONGEST).getBytes(US_ASCII);
        bytes[end] = (byte) unit;
        String plain = isPlain(unit) ? new String(bytes, ISO_8859_1) : "a".repeat(end);
        assertThat(new DocumentBytes(bytes).plainText(0)).isEqualTo(AttributeValue.text(plain));
      }
    }
  }

  private static boolean isPlain(int unit) {
    return 0x20 <= unit && unit < 0x80 && unit != '"' && unit != '\\';
  }

  @Test
  void is_the_same_as_one_that_stands_alone() {
    TextValue text = new DocumentBytes("[\"ab\",1]".getBytes(US_ASCII)).plainText(2);
    assertThat(text).isEqualTo(AttributeValue.text("ab")).hasSameHashCodeAs("ab");
    assertThat(text).isNotEqualTo(AttributeValue.text("ac")).isNotEqualTo(AttributeValue.text("a"));
    assertThat(text.text()).isEqualTo("ab");
    assertThat(text.length()).isEqualTo(2);
    assertThat(CanonicalJson.text(text)).isEqualTo("\"ab\"");
  }

  @Test
  void is_not_changed_by_whoever_has_the_document() {
    byte[] document = "\"ab\"".getBytes(US_ASCII);
    TextValue text = new DocumentBytes(document).plainText(1);
    Arrays.fill(document, (byte) '"');
    assertThat(text).isEqualTo(AttributeValue.text("ab"));
  }
}
