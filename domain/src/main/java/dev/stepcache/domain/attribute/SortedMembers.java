package dev.stepcache.domain.attribute;

import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object in the order of their names' UTF-16 code units. They lie in one array:
 * an object is read from end to end far more often than asked for one member.
 */
final class SortedMembers extends AbstractMap<String, AttributeValue> {
  private final Member[] members;

  /** A member, which never changes. */
  record Member(TextValue text, AttributeValue value) implements Map.Entry<String, AttributeValue> {

    static Member of(Map.Entry<String, ? extends AttributeValue> entry) {
      return entry instanceof Member member
          ? member
          : new Member(new TextValue(entry.getKey()), entry.getValue());
    }

    String name() {
      return text.text();
    }

    boolean isNull() {
      return value instanceof AttributeValue.NullValue;
    }

    @Override
    public String getKey() {
      return name();
    }

    @Override
    public AttributeValue getValue() {
      return value;
    }

    @Override
    public AttributeValue setValue(AttributeValue value) {
      throw new UnsupportedOperationException("values never change");
    }
  }

  private SortedMembers(Member[] members) {
    this.members = members;
  }

  /**
   * These members without those that are null.
   *
   * @throws IllegalArgumentException for two members of one name
   */
  static SortedMembers of(Collection<? extends Map.Entry<String, ? extends AttributeValue>> given) {
    Member[] members = new Member[given.size()];
    int count = 0;
    boolean sorted = true;
    boolean hasNull = false;
    for (Map.Entry<String, ? extends AttributeValue> entry : given) {
      Member member = Member.of(entry);
      sorted &= count == 0 || members[count - 1].name().compareTo(member.name()) < 0;
      hasNull |= member.isNull();
      members[count++] = member;
    }
    if (!sorted) {
      sort(members);
    }
    return new SortedMembers(hasNull ? withoutNulls(members) : members);
  }

  private static Member[] withoutNulls(Member[] members) {
    return Arrays.stream(members).filter(member -> !member.isNull()).toArray(Member[]::new);
  }

  private static void sort(Member[] members) {
    Arrays.sort(members, (one, other) -> one.name().compareTo(other.name()));
    for (int i = 1; i < members.length; i++) {
      if (members[i].name().equals(members[i - 1].name())) {
        throw new IllegalArgumentException("two members named \"" + members[i].name() + "\"");
      }
    }
  }

  List<Member> inOrder() {
    return Collections.unmodifiableList(Arrays.asList(members));
  }

  @Override
  public @Nullable AttributeValue get(Object name) {
    int at = name instanceof String text ? find(text) : -1;
    return at < 0 ? null : members[at].value();
  }

  @Override
  public boolean containsKey(Object name) {
    return get(name) != null;
  }

  private int find(String name) {
    int low = 0;
    int high = members.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = members[middle].name().compareTo(name);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  @Override
  public Set<Entry<String, AttributeValue>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, AttributeValue>> iterator() {
        return Arrays.<Entry<String, AttributeValue>>asList(members).iterator();
      }

      @Override
      public int size() {
        return members.length;
      }
    };
  }
}
