package dev.stepcache.domain.attribute;

import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.util.List;

/**
 * The members and items of a document's objects and lists that are being read and have not ended.
 * The innermost ends first, and takes those that came last: however many objects are read, one
 * place is enough to collect what they hold.
 */
public final class OpenValues {
  private static final int ROOM_TO_BEGIN = 32;

  private final Pile<TextValue> names = new Pile<>(new TextValue[ROOM_TO_BEGIN]);
  private final Pile<AttributeValue> members = new Pile<>(new AttributeValue[ROOM_TO_BEGIN]);
  private final Pile<AttributeValue> items = new Pile<>(new AttributeValue[ROOM_TO_BEGIN]);

  /** How many members there are: an object that begins now takes those behind them. */
  public int members() {
    return members.size();
  }

  /** How many items there are: a list that begins now takes those behind them. */
  public int items() {
    return items.size();
  }

  public void addMember(TextValue name, AttributeValue value) {
    names.add(name);
    members.add(value);
  }

  public void addItem(AttributeValue value) {
    items.add(value);
  }

  /**
   * Ends an object: it takes the members from this one on.
   *
   * @throws IllegalArgumentException for two members of one name
   */
  public ObjectValue object(int from) {
    return new ObjectValue(SortedMembers.ofOwn(names.take(from), members.take(from)));
  }

  /** Ends a list: it takes the items from this one on. */
  public ListValue list(int from) {
    return new ListValue(List.of(items.take(from)));
  }
}
