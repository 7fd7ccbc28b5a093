package dev.stepcache.domain.pipeline;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.pipeline.Definitions.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.NullValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("X1: the expressions of a definition are read once")
final class TemplateReaderTest {
  private static final AttributeValue JOIN =
      object(
          "Std:Join", object("On", "/", "Values", list(get("Parameters.A"), get("Parameters.B"))));

  private final TemplateReader reader = new TemplateReader();

  @Test
  void a_value_without_any_is_itself() {
    AttributeValue plain = object("a", list(1, object("Get", "x", "b", 2)), "c", "Parameters.A");

    assertThat(reader.read(plain)).isSameAs(Template.CONSTANT);
    assertThat(Template.CONSTANT.fill(plain, expression -> new NullValue())).isSameAs(plain);
  }

  @Test
  void each_is_replaced_wherever_it_stands_and_equal_ones_alike() {
    AttributeValue value =
        object("a", get("Parameters.A"), "b", list(1, get("Parameters.A"), list(JOIN)), "c", "d");

    assertThat(reader.read(value).fill(value, TemplateReaderTest::named))
        .isEqualTo(object("a", "A", "b", list(1, "A", list("joined")), "c", "d"));
  }

  private static AttributeValue named(Expression expression) {
    return AttributeValue.text(
        expression instanceof Expression.Parameter(String name) ? name : "joined");
  }

  @Test
  void null_takes_a_member_away_and_stays_in_a_list() {
    AttributeValue value = object("a", get("Parameters.A"), "b", list(get("Parameters.A")));

    assertThat(reader.read(value).fill(value, expression -> new NullValue()))
        .isEqualTo(object("b", new AttributeValue.ListValue(List.of(new NullValue()))));
  }

  @Test
  void those_inside_others_are_shown_too() {
    List<Expression> shown = new ArrayList<>();
    reader.read(list(JOIN, get("Parameters.A"))).visit(shown::add);

    assertThat(shown)
        .hasSize(4)
        .containsOnlyOnce(new Expression.Parameter("B"))
        .contains(new Expression.Parameter("A"));
    assertThat(reader.hasMalformed()).isFalse();
  }

  @Test
  void a_malformed_one_is_noticed_also_inside_another_and_when_it_comes_again() {
    reader.read(object("Std:Join", object("Values", list(get("Nothing.A")))));
    assertThat(reader.hasMalformed()).isTrue();

    TemplateReader other = new TemplateReader();
    assertThat(other.read(list(get("Nothing.A"), get("Nothing.A")))).isSameAs(Template.CONSTANT);
    assertThat(other.hasMalformed()).isTrue();
  }
}
