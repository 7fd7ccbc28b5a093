package dev.stepcache.domain.attribute;

import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.AttributeValue.TextValue;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object in the order of their names' UTF-16 code units. Names and values lie in
 * arrays: an object is read from end to end far more often than asked for one member.
 */
final class SortedMembers extends AbstractMap<String, AttributeValue> {
  /** Up to so many, sorting them one by one is the fastest. */
  private static final int FEW = 16;

  private final TextValue[] names;
  private final AttributeValue[] values;

  /** Whether any value is a list or an object. */
  private final boolean areNested;

  /** A member, which never changes. */
  record Member(TextValue text, AttributeValue value) implements Map.Entry<String, AttributeValue> {

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

  private SortedMembers(TextValue[] names, AttributeValue[] values, boolean areNested) {
    this.names = names;
    this.values = values;
    this.areNested = areNested;
  }

  /**
   * These members without those that are null.
   *
   * @throws IllegalArgumentException for two members of one name
   */
  static SortedMembers of(Collection<? extends Map.Entry<String, ? extends AttributeValue>> given) {
    TextValue[] names = new TextValue[given.size()];
    AttributeValue[] values = new AttributeValue[given.size()];
    int count = 0;
    for (Map.Entry<String, ? extends AttributeValue> entry : given) {
      names[count] = entry instanceof Member member ? member.text : new TextValue(entry.getKey());
      values[count++] = entry.getValue();
    }
    return ofOwn(names, values);
  }

  /** The same of names and, in their order, values; the arrays are nobody else's. */
  static SortedMembers ofOwn(TextValue[] names, AttributeValue[] values) {
    sort(names, values);
    return ofSorted(names, values);
  }

  private static SortedMembers ofSorted(TextValue[] names, AttributeValue[] values) {
    boolean hasNull = false;
    boolean areNested = false;
    for (AttributeValue value : values) {
      hasNull |= value instanceof NullValue;
      areNested |= value instanceof ObjectValue || value instanceof ListValue;
    }
    SortedMembers members = new SortedMembers(names, values, areNested);
    return hasNull ? members.withoutNulls() : members;
  }

  private SortedMembers withoutNulls() {
    List<Entry<String, AttributeValue>> rest = new ArrayList<>(entrySet());
    rest.removeIf(member -> member.getValue() instanceof NullValue);
    return of(rest);
  }

  /** These members with one more, or with another of its name; without it when it is null. */
  SortedMembers with(Member member) {
    List<Entry<String, AttributeValue>> all = new ArrayList<>(names.length + 1);
    for (int i = 0; i < names.length; i++) {
      if (!names[i].equals(member.text)) {
        all.add(new Member(names[i], values[i]));
      }
    }
    all.add(member);
    return of(all);
  }

  /** The same names with other values, in their order. */
  SortedMembers withValues(List<AttributeValue> others) {
    return ofSorted(names, others.toArray(AttributeValue[]::new));
  }

  /** The values in the order of their names. */
  List<AttributeValue> inOrder() {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  /** Many are left to a library from the first that stands wrong; of few, each is put right. */
  private static void sort(TextValue[] names, AttributeValue[] values) {
    for (int i = 1; i < names.length; i++) {
      if (!areInOrder(names[i - 1], names[i])) {
        if (names.length > FEW) {
          sortMany(names, values);
          return;
        }
        insert(names, values, i);
      }
    }
  }

  private static void sortMany(TextValue[] names, AttributeValue[] values) {
    Member[] members = new Member[names.length];
    Arrays.setAll(members, i -> new Member(names[i], values[i]));
    Arrays.sort(members, (one, other) -> one.text.compareTo(other.text));
    for (int i = 0; i < members.length; i++) {
      names[i] = members[i].text;
      values[i] = members[i].value;
      if (i > 0) {
        areInOrder(names[i - 1], names[i]);
      }
    }
  }

  /** Puts a member where it belongs among those before it. */
  private static void insert(TextValue[] names, AttributeValue[] values, int from) {
    TextValue name = names[from];
    AttributeValue value = values[from];
    int at = from;
    do {
      names[at] = names[at - 1];
      values[at] = values[at - 1];
      at--;
    } while (at > 0 && !areInOrder(names[at - 1], name));
    names[at] = name;
    values[at] = value;
  }

  private static boolean areInOrder(TextValue one, TextValue other) {
    int order = one.compareTo(other);
    if (order == 0) {
      throw new IllegalArgumentException("two members named \"" + one.text() + "\"");
    }
    return order < 0;
  }

  TextValue name(int index) {
    return names[index];
  }

  AttributeValue value(int index) {
    return values[index];
  }

  boolean areNested() {
    return areNested;
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public @Nullable AttributeValue get(Object name) {
    int index = name instanceof String text ? find(text) : -1;
    return index < 0 ? null : values[index];
  }

  @Override
  public boolean containsKey(Object name) {
    return get(name) != null;
  }

  /** Of one order, they are the same one by one. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SortedMembers sorted
        ? Arrays.equals(names, sorted.names) && Arrays.equals(values, sorted.values)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  /** Where the member of a name is; negative if there is none. */
  int find(String name) {
    int low = 0;
    int high = names.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = names[middle].compareTo(name);
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
        return new InOrder();
      }

      @Override
      public int size() {
        return names.length;
      }
    };
  }

  private final class InOrder implements Iterator<Entry<String, AttributeValue>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < names.length;
    }

    @Override
    public Member next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return new Member(names[next], values[next++]);
    }
  }
}
