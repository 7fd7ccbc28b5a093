package dev.stepcache.domain.attribute;

import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
  /** Up to so many, sorting them one by one is the fastest. */
  private static final int FEW = 16;

  private final Member[] members;

  /** A member, which never changes. */
  record Member(TextValue text, AttributeValue value) implements Map.Entry<String, AttributeValue> {

    static Member of(Map.Entry<String, ? extends AttributeValue> entry) {
      return entry instanceof Member member
          ? member
          : new Member(new TextValue(entry.getKey()), entry.getValue());
    }

    Member with(AttributeValue value) {
      return new Member(text, value);
    }

    boolean isNull() {
      return value instanceof AttributeValue.NullValue;
    }

    @Override
    public String getKey() {
      return text.text();
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
    boolean hasNull = false;
    for (Map.Entry<String, ? extends AttributeValue> entry : given) {
      Member member = Member.of(entry);
      hasNull |= member.isNull();
      members[count++] = member;
    }
    sort(members);
    return new SortedMembers(hasNull ? withoutNulls(members) : members);
  }

  /** These members with one more, or with another of its name; without it when it is null. */
  SortedMembers with(Member member) {
    List<Member> all = new ArrayList<>(members.length + 1);
    for (Member other : members) {
      if (!other.text.equals(member.text)) {
        all.add(other);
      }
    }
    all.add(member);
    return of(all);
  }

  /** The same names with other values, in their order. */
  SortedMembers withValues(List<AttributeValue> values) {
    Member[] others = new Member[members.length];
    boolean hasNull = false;
    for (int i = 0; i < members.length; i++) {
      others[i] = members[i].with(values.get(i));
      hasNull |= others[i].isNull();
    }
    return new SortedMembers(hasNull ? withoutNulls(others) : others);
  }

  /** The values in the order of their names. */
  List<AttributeValue> inOrder() {
    return new AbstractList<>() {
      @Override
      public AttributeValue get(int index) {
        return members[index].value();
      }

      @Override
      public int size() {
        return members.length;
      }
    };
  }

  private static Member[] withoutNulls(Member[] members) {
    return Arrays.stream(members).filter(member -> !member.isNull()).toArray(Member[]::new);
  }

  /** Many are left to a library from the first that stands wrong; of few, each is put right. */
  private static void sort(Member[] members) {
    for (int i = 1; i < members.length; i++) {
      if (!areInOrder(members[i - 1], members[i])) {
        if (members.length > FEW) {
          sortMany(members);
          return;
        }
        insert(members, i);
      }
    }
  }

  private static void sortMany(Member[] members) {
    Arrays.sort(members, (one, other) -> one.text.compareTo(other.text));
    for (int i = 1; i < members.length; i++) {
      areInOrder(members[i - 1], members[i]);
    }
  }

  /** Puts a member where it belongs among those before it. */
  private static void insert(Member[] members, int from) {
    Member member = members[from];
    int at = from;
    do {
      members[at] = members[at - 1];
      at--;
    } while (at > 0 && !areInOrder(members[at - 1], member));
    members[at] = member;
  }

  private static boolean areInOrder(Member one, Member other) {
    int order = one.text.compareTo(other.text);
    if (order == 0) {
      throw new IllegalArgumentException("two members named \"" + one.getKey() + "\"");
    }
    return order < 0;
  }

  Member at(int index) {
    return members[index];
  }

  @Override
  public int size() {
    return members.length;
  }

  @Override
  public @Nullable AttributeValue get(Object name) {
    Member member = name instanceof String text ? named(text) : null;
    return member == null ? null : member.value();
  }

  @Override
  public boolean containsKey(Object name) {
    return get(name) != null;
  }

  /** Of one order, they are the same one by one. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SortedMembers sorted
        ? Arrays.equals(members, sorted.members)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  @Nullable Member named(String name) {
    int low = 0;
    int high = members.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = members[middle].text.compareTo(name);
      if (order == 0) {
        return members[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
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
