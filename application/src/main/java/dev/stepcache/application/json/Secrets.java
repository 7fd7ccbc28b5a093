package dev.stepcache.application.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Hides the values of members whose names speak of secrets: a keyed digest stands in their place,
 * so that a change shows and the value does not (SPEC 6).
 */
public final class Secrets {
  /** The names of members that are hidden when nothing else is configured. */
  public static final Pattern USUAL_NAMES =
      Pattern.compile(
          "(?i)passw(or)?d|passphrase|secret|token|credential|private[-_]?key|api[-_]?key"
              + "|access[-_]?key|key[-_]?id");

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHOWN_DIGITS = 16;

  private final List<Pattern> names;
  private final Supplier<byte[]> keeper;
  private @Nullable SecretKeySpec key;

  /** Hides by a key that is asked for when first needed: the same key gives the same digests. */
  public Secrets(List<Pattern> names, Supplier<byte[]> key) {
    this.names = List.copyOf(names);
    this.keeper = key;
  }

  /** A value as it may be shown at a place. */
  public AttributeValue shown(AttributePath path, AttributeValue value) {
    return path.tokens().stream().anyMatch(this::isSecret) ? digest(value) : shown(value);
  }

  /** A value as it may be shown. */
  public AttributeValue shown(AttributeValue value) {
    return switch (value) {
      case ObjectValue object -> {
        Map<String, AttributeValue> members = new TreeMap<>();
        object
            .members()
            .forEach((name, member) ->
                members.put(name, isSecret(name) ? digest(member) : shown(member)));
        yield AttributeValue.object(members);
      }
      case ListValue list ->
          new ListValue(list.items().stream().<AttributeValue>map(this::shown).toList());
      default -> value;
    };
  }

  private boolean isSecret(String name) {
    return names.stream().anyMatch(pattern -> pattern.matcher(name).find());
  }

  private synchronized SecretKeySpec key() {
    SecretKeySpec known = key;
    if (known == null) {
      known = new SecretKeySpec(keeper.get(), ALGORITHM);
      key = known;
    }
    return known;
  }

  private TextValue digest(AttributeValue value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key());
      byte[] digest = mac.doFinal(CanonicalJson.text(value).getBytes(UTF_8));
      return new TextValue("hmac:" + HexFormat.of().formatHex(digest).substring(0, SHOWN_DIGITS));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
    }
  }
}
