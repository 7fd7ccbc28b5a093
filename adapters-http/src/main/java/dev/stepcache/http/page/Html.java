package dev.stepcache.http.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A piece of a page. A text that goes in is shown as that text, whatever it holds: nothing is
 * markup but what was made as an element, and nothing runs but files of the service.
 */
sealed interface Html {

  record Text(String text) implements Html {}

  /** Pieces one behind the other. */
  record Pieces(List<Html> pieces) implements Html {
    public Pieces {
      pieces = List.copyOf(pieces);
    }
  }

  record Attribute(String name, String value) {}

  record Element(String name, List<Attribute> attributes, List<Html> children) implements Html {
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9-]*");
    private static final Set<String> RAW = Set.of("script", "style");
    private static final Set<String> ADDRESSES = Set.of("href", "src");

    public Element {
      attributes = List.copyOf(attributes);
      children = List.copyOf(children);
      require(NAME.matcher(name).matches(), name);
      require(!RAW.contains(name) || children.isEmpty(), name + " with content");
    }

    /** This element with one more attribute. */
    Element with(String attribute, Object value) {
      String text = value.toString();
      require(NAME.matcher(attribute).matches(), attribute);
      require(!attribute.startsWith("on") && !attribute.equals("style"), attribute);
      require(!ADDRESSES.contains(attribute) || isOwn(text), text);
      List<Attribute> more = new ArrayList<>(attributes);
      more.add(new Attribute(attribute, text));
      return new Element(name, more, children);
    }

    /** An address of this service. */
    private static boolean isOwn(String address) {
      return address.matches("(?s)[/#?](?!/).*|/");
    }

    private static void require(boolean holds, String what) {
      if (!holds) {
        throw new IllegalArgumentException("no page holds " + what);
      }
    }
  }

  /** Elements that have no content and no end tag. */
  Set<String> VOID = Set.of("meta", "link", "br");

  static Html text(String text) {
    return new Text(text);
  }

  static Element element(String name, Html... children) {
    return new Element(name, List.of(), Arrays.asList(children));
  }

  static Element element(String name, String text) {
    return element(name, text(text));
  }

  static Element element(String name, Stream<? extends Html> children) {
    return new Element(name, List.of(), children.<Html>map(child -> child).toList());
  }

  static Html pieces(Html... pieces) {
    return new Pieces(Arrays.asList(pieces));
  }

  static Html pieces(Stream<? extends Html> pieces) {
    return new Pieces(pieces.<Html>map(piece -> piece).toList());
  }

  static Html nothing() {
    return new Pieces(List.of());
  }

  /** A name that somebody gave: whatever its direction of writing, it stays within its place. */
  static Element name(Object name) {
    return element("bdi", name.toString());
  }

  /** The markup. */
  default String markup() {
    StringBuilder out = new StringBuilder();
    write(this, out);
    return out.toString();
  }

  private static void write(Html piece, StringBuilder out) {
    switch (piece) {
      case Text(String text) -> escape(text, out);
      case Pieces(List<Html> pieces) -> pieces.forEach(each -> write(each, out));
      case Element element -> write(element, out);
    }
  }

  private static void write(Element element, StringBuilder out) {
    out.append('<').append(element.name());
    for (Attribute attribute : element.attributes()) {
      out.append(' ').append(attribute.name()).append("=\"");
      escape(attribute.value(), out);
      out.append('"');
    }
    out.append('>');
    if (!VOID.contains(element.name())) {
      element.children().forEach(child -> write(child, out));
      out.append("</").append(element.name()).append('>');
    }
  }

  private static void escape(String text, StringBuilder out) {
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            case '\t', '\n' -> out.append((char) point);
            default -> out.appendCodePoint(isShowable(point) ? point : 0xFFFD);
          }
        });
  }

  private static boolean isShowable(int point) {
    return !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
  }
}
