package dev.stepcache.domain.attribute;

import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.util.Arrays;
import java.util.List;

/**
 * The members and items of a document's objects and lists that are being read and have not ended.
 * The innermost ends first, and takes those that came last: however many objects are read, one
 * place is enough to collect what they hold.
 */
public final class OpenValues {
  private static final int ROOM_TO_BEGIN = 32;

  private TextValue[] names = new TextValue[ROOM_TO_BEGIN];
  private AttributeValue[] members = new AttributeValue[ROOM_TO_BEGIN];
  private int memberCount;
  private AttributeValue[] items = new AttributeValue[ROOM_TO_BEGIN];
  private int itemCount;

  /** How many members there are: an object that begins now takes those behind them. */
  public int members() {
    return memberCount;
  }

  /** How many items there are: a list that begins now takes those behind them. */
  public int items() {
    return itemCount;
  }

  public void addMember(TextValue name, AttributeValue value) {
    if (memberCount == members.length) {
      names = Arrays.copyOf(names, 2 * memberCount);
      members = Arrays.copyOf(members, 2 * memberCount);
    }
    names[memberCount] = name;
    members[memberCount++] = value;
  }

  public void addItem(AttributeValue value) {
    if (itemCount == items.length) {
      items = Arrays.copyOf(items, 2 * itemCount);
    }
    items[itemCount++] = value;
  }

  /**
   * Ends an object: it takes the members from this one on.
   *
   * @throws IllegalArgumentException for two members of one name
   */
  public ObjectValue object(int from) {
    TextValue[] ownNames = Arrays.copyOfRange(names, from, memberCount);
    AttributeValue[] ownMembers = Arrays.copyOfRange(members, from, memberCount);
    memberCount = from;
    return new ObjectValue(SortedMembers.ofOwn(ownNames, ownMembers));
  }

  /** Ends a list: it takes the items from this one on. */
  public ListValue list(int from) {
    AttributeValue[] own = Arrays.copyOfRange(items, from, itemCount);
    itemCount = from;
    return new ListValue(List.of(own));
  }
}
