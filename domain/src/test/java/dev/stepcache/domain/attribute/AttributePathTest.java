package dev.stepcache.domain.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SPEC 6: a path is a JSON Pointer")
class AttributePathTest {

  @Test
  void of_the_whole_value_that_is_empty() {
    assertThat(AttributePath.ROOT.pointer()).isEmpty();
  }

  @Test
  void with_a_slash_before_every_name_and_number() {
    assertThat(AttributePath.of("Arguments").child("ProcessingInputs").child(0).child("S3Input"))
        .hasToString("/Arguments/ProcessingInputs/0/S3Input");
  }

  @Test
  void in_which_tilde_and_slash_are_escaped() {
    assertThat(AttributePath.of("inputs").child("s3://b/~k").pointer())
        .isEqualTo("/inputs/s3:~1~1b~1~0k");
    assertThat(AttributePath.of("~1", "").pointer()).isEqualTo("/~01/");
  }
}
