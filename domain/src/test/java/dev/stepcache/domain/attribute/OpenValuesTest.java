package dev.stepcache.domain.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SPEC 4: objects and lists that are read")
class OpenValuesTest {
  private static final int DOCUMENTS = 2_000;
  private static final int WIDTH = 100;

  private final Random random = new Random(1);
  private final OpenValues open = new OpenValues();

  @Test
  void are_those_that_were_written_however_they_lie_within_each_other() {
    RandomValues values = new RandomValues(random);
    for (int i = 0; i < DOCUMENTS; i++) {
      AttributeValue value = values.value(5);
      assertThat(read(value)).isEqualTo(value);
    }
    assertThat(open.members() + open.items()).isZero();
  }

  @Test
  void hold_as_many_as_there_are() {
    List<AttributeValue> rows = new ArrayList<>();
    for (int i = 0; i < WIDTH; i++) {
      ObjectValue row = ObjectValue.EMPTY;
      for (int j = 0; j < i; j++) {
        row = row.with("name-" + j, Values.value(j));
      }
      rows.add(row);
    }
    ListValue list = new ListValue(rows);
    assertThat(read(list)).isEqualTo(list);
  }

  @Test
  void have_no_two_members_of_one_name() {
    open.addMember(AttributeValue.text("a"), Values.value(1));
    int inner = open.members();
    open.addMember(AttributeValue.text("a"), Values.value(2));
    open.addMember(AttributeValue.text("a"), open.object(inner));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open.object(0))
        .withMessage("two members named \"a\"");
  }

  /** Reads a value as from a document that has its members in any order. */
  private AttributeValue read(AttributeValue value) {
    if (value instanceof ObjectValue object) {
      int first = open.members();
      List<Map.Entry<String, AttributeValue>> members =
          new ArrayList<>(object.members().entrySet());
      Collections.shuffle(members, random);
      members.forEach(
          member -> open.addMember(AttributeValue.text(member.getKey()), read(member.getValue())));
      return open.object(first);
    }
    if (value instanceof ListValue list) {
      int first = open.items();
      list.items().forEach(item -> open.addItem(read(item)));
      return open.list(first);
    }
    return value;
  }
}
