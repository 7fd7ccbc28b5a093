package dev.stepcache.domain.attribute;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The place of a value within another, printed as a JSON Pointer (RFC 6901). */
public final class AttributePath {
  public static final AttributePath ROOT = new AttributePath(null, "", 0);

  /** Paths into one value share their beginnings: a value is walked through without copying. */
  private final @Nullable AttributePath parent;

  private final String token;
  private final int length;

  private AttributePath(@Nullable AttributePath parent, String token, int length) {
    this.parent = parent;
    this.token = token;
    this.length = length;
  }

  public static AttributePath of(String... tokens) {
    return ROOT.append(Arrays.asList(tokens));
  }

  public AttributePath child(String name) {
    return new AttributePath(this, name, length + 1);
  }

  public AttributePath child(int index) {
    return child(Integer.toString(index));
  }

  /** A place within the value at this path. */
  public AttributePath append(AttributePath within) {
    return append(within.tokens());
  }

  private AttributePath append(List<String> names) {
    AttributePath longer = this;
    for (String name : names) {
      longer = longer.child(name);
    }
    return longer;
  }

  /** From the whole to the part: the names of members, and the indices of items. */
  public List<String> tokens() {
    String[] tokens = new String[length];
    for (AttributePath at = this; at.parent != null; at = at.parent) {
      tokens[at.length - 1] = at.token;
    }
    return List.of(tokens);
  }

  public String pointer() {
    StringBuilder pointer = new StringBuilder();
    for (String name : tokens()) {
      pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }

  @Override
  public String toString() {
    return pointer();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AttributePath path && tokens().equals(path.tokens());
  }

  @Override
  public int hashCode() {
    return tokens().hashCode();
  }
}
