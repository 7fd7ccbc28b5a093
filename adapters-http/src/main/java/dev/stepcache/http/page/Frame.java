package dev.stepcache.http.page;

import static dev.stepcache.http.page.Html.element;
import static dev.stepcache.http.page.Html.nothing;
import static dev.stepcache.http.page.Html.pieces;
import static dev.stepcache.http.page.Html.text;

import dev.stepcache.http.page.Html.Element;
import java.util.List;
import java.util.Optional;

/** What is around every page. */
final class Frame {
  private static final int SECONDS_WITHOUT_SCRIPT = 5;

  private Frame() {}

  /**
   * A page without its frame.
   *
   * @param trail the pages above it, outermost first
   * @param progress how it goes, of a page that may change by itself
   * @param goesOn whether it is expected to change
   */
  record Sheet(
      String title, List<Crumb> trail, Optional<String> progress, boolean goesOn, Html content) {
    Sheet {
      trail = List.copyOf(trail);
    }

    static Sheet still(String title, List<Crumb> trail, Html content) {
      return new Sheet(title, trail, Optional.empty(), false, content);
    }
  }

  /** A page above another. */
  record Crumb(String address, String title) {
    static final Crumb HOME = new Crumb("/", "Pipelines");
  }

  static String document(Sheet sheet) {
    return "<!DOCTYPE html>\n"
        + element("html", head(sheet), body(sheet)).with("lang", "en").markup()
        + "\n";
  }

  private static Element head(Sheet sheet) {
    return element(
        "head",
        element("meta").with("charset", "utf-8"),
        meta("viewport", "width=device-width, initial-scale=1"),
        meta("color-scheme", "light dark"),
        element("title", sheet.title() + " – stepcache"),
        element("link").with("rel", "icon").with("href", StaticFile.ICON.address()),
        element("link").with("rel", "stylesheet").with("href", StaticFile.STYLE.address()),
        sheet.goesOn() ? live() : nothing());
  }

  private static Element meta(String name, String content) {
    return element("meta").with("name", name).with("content", content);
  }

  private static Html live() {
    return pieces(
        element("script").with("src", StaticFile.LIVE.address()).with("defer", ""),
        element(
            "noscript",
            element("meta").with("http-equiv", "refresh").with("content", SECONDS_WITHOUT_SCRIPT)));
  }

  private static Element body(Sheet sheet) {
    return element(
        "body",
        element("a", "Skip to the content").with("class", "skip").with("href", "#main"),
        element("header", element("a", "stepcache").with("href", "/").with("class", "brand")),
        sheet.trail().isEmpty() ? nothing() : trail(sheet),
        main(sheet));
  }

  private static Element trail(Sheet sheet) {
    return element(
            "nav",
            element(
                "ol",
                pieces(
                    sheet.trail().stream()
                        .map(crumb ->
                            element("li", Words.link(crumb.address(), Html.name(crumb.title()))))),
                element("li", Html.name(sheet.title())).with("aria-current", "page")))
        .with("aria-label", "Where this page is");
  }

  private static Element main(Sheet sheet) {
    Element main =
        element(
                "main",
                element("h1", Html.name(sheet.title())),
                sheet
                    .progress()
                    .<Html>map(progress ->
                        element("p", text(progress)).with("id", "progress").with("role", "status"))
                    .orElse(nothing()),
                element("div", sheet.content()).with("id", "content"))
            .with("id", "main")
            .with("tabindex", -1);
    return sheet.goesOn() ? main.with("data-live", "") : main;
  }
}
