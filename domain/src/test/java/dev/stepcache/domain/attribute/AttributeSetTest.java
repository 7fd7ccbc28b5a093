package dev.stepcache.domain.attribute;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SPEC 3 and 4: an attribute set")
class AttributeSetTest {
  private static final ObjectValue STEP =
      object(
          "Name",
          "s",
          "SkipCheck",
          true,
          "Arguments",
          object(
              "RoleArn",
              "r",
              "Empty",
              object(),
              "Job",
              object("Mode", "M", "Key", "k"),
              "List",
              list(object("Key", 1))));

  @Test
  void takes_whole_members_nested_as_they_are() {
    assertThat(AttributeSet.of("Arguments.RoleArn", "Arguments.List", "SkipCheck").select(STEP))
        .isEqualTo(
            object(
                "SkipCheck",
                true,
                "Arguments",
                object("RoleArn", "r", "List", list(object("Key", 1)))));
  }

  @Test
  void takes_a_part_of_a_member() {
    assertThat(AttributeSet.of("Arguments.Job.Mode").select(STEP))
        .isEqualTo(object("Arguments", object("Job", object("Mode", "M"))));
  }

  @Test
  void leaves_out_a_parent_of_which_nothing_is_selected() {
    assertThat(AttributeSet.of("Arguments.Job.Absent", "Arguments.Absent").select(STEP))
        .isEqualTo(ObjectValue.EMPTY);
    assertThat(AttributeSet.of().select(STEP)).isEqualTo(ObjectValue.EMPTY);
  }

  @Test
  void keeps_a_selected_member_that_is_empty() {
    assertThat(AttributeSet.of("Arguments.Empty").select(STEP))
        .isEqualTo(object("Arguments", object("Empty", object())));
  }

  @Test
  void takes_whole_what_cannot_be_divided() {
    AttributeSet set = AttributeSet.of("Arguments.Job.Mode");
    for (AttributeValue job : list("text", 1, list(object("Mode", 1)), list()).items()) {
      ObjectValue step = object("Arguments", object("Job", job, "RoleArn", "r"));
      assertThat(set.select(step)).isEqualTo(object("Arguments", object("Job", job)));
    }
    assertThat(set.select(object("Arguments", "text"))).isEqualTo(object("Arguments", "text"));
  }

  @Test
  void can_take_all_of_a_member_but_a_few() {
    AttributeSet set = AttributeSet.of("SkipCheck").andAllOf("Arguments", "RoleArn", "List", "Job");
    assertThat(set.select(STEP))
        .isEqualTo(object("SkipCheck", true, "Arguments", object("Empty", object())));
    assertThat(set.select(object("Arguments", object("RoleArn", "r"))))
        .isEqualTo(ObjectValue.EMPTY);
  }

  @Test
  void only_grows_when_members_are_added() {
    AttributeSet whole = AttributeSet.of("Arguments.Job");
    assertThat(whole.and("Arguments.Job.Mode")).isEqualTo(whole);
    assertThat(AttributeSet.of("Arguments.Job.Mode").and("Arguments.Job")).isEqualTo(whole);
    assertThat(AttributeSet.of("Arguments.Job.Mode").and("Arguments.Job.Key"))
        .isEqualTo(AttributeSet.of("Arguments.Job.Key", "Arguments.Job.Mode"));

    AttributeSet allBut = new AttributeSet(whole.selections()).andAllOf("Arguments", "RoleArn");
    assertThat(allBut).isEqualTo(AttributeSet.of().andAllOf("Arguments", "RoleArn"));
    assertThat(allBut.and("Arguments.Job.Mode")).isEqualTo(allBut);
    assertThat(allBut.and("Arguments.RoleArn")).isEqualTo(AttributeSet.of().andAllOf("Arguments"));
    assertThat(allBut.andAllOf("Arguments", "RoleArn", "List")).isEqualTo(allBut);
    assertThat(allBut.and("Arguments")).isEqualTo(AttributeSet.of("Arguments"));
    assertThat(AttributeSet.of("Arguments").andAllOf("Arguments", "RoleArn"))
        .isEqualTo(AttributeSet.of("Arguments"));
  }

  @Test
  @DisplayName("counts an ignored child whole when a part of it is named: rather a miss than a lie")
  void counts_an_ignored_child_whole_when_a_part_of_it_is_named() {
    assertThat(AttributeSet.of().andAllOf("Arguments", "Job", "List").and("Arguments.Job.Mode"))
        .isEqualTo(AttributeSet.of().andAllOf("Arguments", "List"));
  }

  @Test
  void ignores_nothing_but_members_of_just_these_names() {
    ObjectValue step = object("arguments", object("A", 1), "Arguments ", 2, "Arguments", object());
    assertThat(AttributeSet.of("Arguments.A", "Argument").select(step))
        .isEqualTo(ObjectValue.EMPTY);
  }
}
