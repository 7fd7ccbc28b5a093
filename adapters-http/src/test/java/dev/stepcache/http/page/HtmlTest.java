package dev.stepcache.http.page;

import static dev.stepcache.http.page.Html.element;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void whatever_a_text_holds_is_shown_as_that_text() {
    assertThat(element("p", "<b> & \"'").with("title", "\"><i>'").markup())
        .isEqualTo("<p title=\"&quot;&gt;&lt;i&gt;&#39;\">&lt;b&gt; &amp; &quot;&#39;</p>");
  }

  @Test
  void what_no_page_may_hold_is_replaced() {
    assertThat(Html.text("a\u0000b\u001b[31m\uD800c\td").markup())
        .isEqualTo("a\uFFFDb\uFFFD[31m\uFFFDc\td");
  }

  @Test
  void nothing_that_runs_or_leads_elsewhere_can_be_made() {
    for (String address : new String[] {"javascript:alert(1)", "//elsewhere", "https://a", "x"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> element("a").with("href", address));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> element("p").with("onclick", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> element("p").with("style", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> element("script", "alert(1)"));
    assertThatIllegalArgumentException().isThrownBy(() -> element("a b"));
  }
}
