package dev.stepcache.domain.attribute;

import java.util.ArrayList;
import java.util.List;

/** The place of a value within another, printed as a JSON Pointer (RFC 6901). */
public record AttributePath(List<String> tokens) {
  public static final AttributePath ROOT = new AttributePath(List.of());

  public AttributePath {
    tokens = List.copyOf(tokens);
  }

  public static AttributePath of(String... tokens) {
    return new AttributePath(List.of(tokens));
  }

  public AttributePath child(String name) {
    List<String> longer = new ArrayList<>(tokens);
    longer.add(name);
    return new AttributePath(longer);
  }

  public AttributePath child(int index) {
    return child(Integer.toString(index));
  }

  /** A place within the value at this path. */
  public AttributePath append(AttributePath within) {
    List<String> longer = new ArrayList<>(tokens);
    longer.addAll(within.tokens);
    return new AttributePath(longer);
  }

  public String pointer() {
    StringBuilder pointer = new StringBuilder();
    for (String token : tokens) {
      pointer.append('/').append(token.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }

  @Override
  public String toString() {
    return pointer();
  }
}
