package dev.stepcache.domain.attribute;

import static dev.stepcache.domain.attribute.Values.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SPEC 4: the members of an object")
class SortedMembersTest {
  private static final int OBJECTS = 2_000;

  /** More than those that are put in order one by one. */
  private static final int MOST = 40;

  @Test
  void stand_in_the_order_of_their_names_however_they_come() {
    Random random = new Random(1);
    RandomValues values = new RandomValues(random);
    for (int i = 0; i < OBJECTS; i++) {
      Map<String, AttributeValue> members = new TreeMap<>();
      for (int count = random.nextInt(MOST); count > 0; count--) {
        members.put(values.text() + values.text(), values.number());
      }
      List<Map.Entry<String, AttributeValue>> shuffled = new ArrayList<>(members.entrySet());
      Collections.shuffle(shuffled, random);

      ObjectValue object = AttributeValue.object(shuffled);

      assertThat(object.members().keySet()).containsExactlyElementsOf(members.keySet());
      assertThat(object.members()).containsAllEntriesOf(members);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16, 17, MOST})
  void have_no_two_of_one_name_wherever_they_stand(int count) {
    for (int one = 0; one < count; one++) {
      for (int other = 0; other < one; other++) {
        List<Map.Entry<String, AttributeValue>> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          String name = "name-" + (i == one ? other : i);
          members.add(AttributeValue.member(name, i == one ? new NullValue() : Values.value(i)));
        }
        assertThatIllegalArgumentException()
            .isThrownBy(() -> AttributeValue.object(members))
            .withMessage("two members named \"name-%d\"", other);
      }
    }
  }

  @Test
  void are_found_by_their_whole_names() {
    ObjectValue object = object("?", 1, "ab", 2, "\u00e9", 3, "\ud83d\ude00", 4, "", 5);
    assertThat(object.member("ab")).contains(Values.value(2));
    assertThat(object.member("\u00e9")).contains(Values.value(3));
    assertThat(object.member("\ud83d\ude00")).contains(Values.value(4));
    assertThat(object.member("")).contains(Values.value(5));
    assertThat(object.members().containsKey((Object) 1)).isFalse();
    for (String none : List.of("a", "abc", "b", "\u00c3", "e", "\ud83d", "\ud800", "\u013f")) {
      assertThat(object.member(none)).as(none).isEmpty();
    }
  }

  @Test
  void are_the_same_when_each_is() {
    ObjectValue object = object("a", 1, "b", 2);
    assertThat(object.with("b", Values.value(3)))
        .isNotEqualTo(object)
        .isEqualTo(object("a", 1, "b", 3));
    assertThat(object.with("c", Values.value(3))).isEqualTo(object("c", 3, "b", 2, "a", 1));
    assertThat(object.without("a")).isEqualTo(object("b", 2)).isNotEqualTo(object("a", 2));
    assertThat(object.members()).isEqualTo(Map.of("a", Values.value(1), "b", Values.value(2)));
    assertThat(object.members()).hasSameHashCodeAs(object("b", 2, "a", 1).members());
  }
}
