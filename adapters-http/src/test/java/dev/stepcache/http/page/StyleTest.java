package dev.stepcache.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The colours can be told apart by people who see little contrast (WCAG 2.2, AA). */
class StyleTest {
  private static final double OF_TEXT = 4.5;
  private static final double OF_SHAPES = 3;

  private static Map<String, String> colours(boolean dark) {
    String style = StaticFile.STYLE.content();
    int split = style.indexOf("prefers-color-scheme: dark");
    String part = dark ? style.substring(split) : style.substring(0, split);
    Map<String, String> colours = new HashMap<>();
    Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});")
        .matcher(part)
        .results()
        .forEach((MatchResult found) -> colours.put(found.group(1), found.group(2)));
    return colours;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void texts_and_shapes_stand_out_from_what_is_behind_them(boolean dark) {
    Map<String, String> colours = colours(dark);
    for (String ink : List.of("ink", "soft", "link", "failed-ink")) {
      assertThat(contrast(colours, ink, "page")).as(ink).isGreaterThanOrEqualTo(OF_TEXT);
    }
    assertThat(contrast(colours, "ink", "band")).isGreaterThanOrEqualTo(OF_TEXT);
    assertThat(contrast(colours, "axis", "page")).isGreaterThanOrEqualTo(OF_SHAPES);
    for (String mark :
        List.of("hit", "miss", "bypass", "earlier", "running", "failed", "stopped", "idle")) {
      assertThat(contrast(colours, mark + "-ink", mark + "-fill"))
          .as(mark)
          .isGreaterThanOrEqualTo(OF_TEXT);
      assertThat(contrast(colours, mark + "-line", "page"))
          .as(mark)
          .isGreaterThanOrEqualTo(OF_SHAPES);
    }
  }

  private static double contrast(Map<String, String> colours, String one, String other) {
    double a = luminance(Objects.requireNonNull(colours.get(one), one));
    double b = luminance(Objects.requireNonNull(colours.get(other), other));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String colour) {
    return 0.2126 * channel(colour, 1) + 0.7152 * channel(colour, 3) + 0.0722 * channel(colour, 5);
  }

  private static double channel(String colour, int at) {
    double value = Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
