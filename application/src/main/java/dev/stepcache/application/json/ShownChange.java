package dev.stepcache.application.json;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.List;
import java.util.Optional;

/**
 * One difference from the nearest run, out of a decision document, as people are told it.
 *
 * @param path into the key document's attributes, or to the content of a place
 */
public record ShownChange(
    String path, Optional<AttributeValue> before, Optional<AttributeValue> after) {
  private static final String INPUTS = "/inputs/";

  /** What changed since the nearest run; nothing in other decisions. */
  public static List<ShownChange> of(ObjectValue decision) {
    List<ShownChange> changes =
        decision.objectMember("nearest").stream()
            .flatMap(nearest -> nearest.itemsOf("changed").stream())
            .flatMap(change -> change.asObject().stream())
            .map(ShownChange::read)
            .toList();
    boolean onlyContents = changes.stream().allMatch(ShownChange::isContent);
    return changes.stream()
        // Where a place itself changed, that its content came or went says nothing more.
        .filter(change -> onlyContents || !change.isContent() || change.hasBoth())
        .toList();
  }

  private static ShownChange read(ObjectValue change) {
    return new ShownChange(
        change.textMember("path").orElse(""), change.member("before"), change.member("after"));
  }

  /** Whether it is the content of a place: its digests say no more than that they differ. */
  public boolean isContent() {
    return path.startsWith(INPUTS);
  }

  private boolean hasBoth() {
    return before.isPresent() && after.isPresent();
  }

  /** What it is that changed. */
  public String subject() {
    return isContent()
        ? "content of " + path.substring(INPUTS.length()).replace("~1", "/").replace("~0", "~")
        : path;
  }

  /** What became of content. */
  public String verb() {
    return before.isEmpty() ? "is new" : after.isEmpty() ? "is gone" : "has changed";
  }
}
