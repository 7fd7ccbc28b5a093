package dev.stepcache.persistence.jooq;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The URL of a history on a MySQL server. It is never shown whole: it may hold a password. */
final class MySqlUrl {
  static final String PREFIX = "jdbc:mysql:";

  private static final Pattern IN_PARENTHESES =
      Pattern.compile("\\((?:user|[^()=]*pass[^()=]*)=([^()]*)\\)", Pattern.CASE_INSENSITIVE);

  private static final Pattern SECRET_OPTION =
      Pattern.compile("(?:^|[?&])[^=&]*pass[^=&]*=([^&]*)", Pattern.CASE_INSENSITIVE);

  private final String text;
  private final String place;
  private final String options;

  MySqlUrl(String text) {
    this.text = text;
    int question = text.indexOf('?');
    this.place = question < 0 ? text : text.substring(0, question);
    this.options = question < 0 ? "" : text.substring(question + 1);
  }

  String text() {
    return text;
  }

  /** Server and database, without user, password and options. */
  String name() {
    if (options.contains("@") && !place.contains("@")) {
      // A question mark within a password.
      return PREFIX + "//…" + options.substring(options.lastIndexOf('@'));
    }
    String shown = IN_PARENTHESES.matcher(place).replaceAll("");
    int user = shown.indexOf("//") + "//".length();
    return shown.substring(0, user) + shown.substring(Math.max(user, shown.lastIndexOf('@') + 1));
  }

  boolean sets(String option) {
    return ("&" + options.toLowerCase(Locale.ROOT))
        .contains("&" + option.toLowerCase(Locale.ROOT) + "=");
  }

  /** Whether a text gives away what only the URL should know. */
  boolean isGivenAwayBy(String said) {
    return secrets().stream().anyMatch(said::contains);
  }

  private List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    Matcher option = SECRET_OPTION.matcher(options);
    while (option.find()) {
      addBothSpellings(secrets, option.group(1));
    }
    Matcher parenthesis = IN_PARENTHESES.matcher(text);
    while (parenthesis.find()) {
      addBothSpellings(secrets, parenthesis.group(1));
    }
    int user = text.indexOf("//") + "//".length();
    int colon = text.indexOf(':', user);
    int at = text.lastIndexOf('@');
    if (user <= colon && colon < at) {
      addBothSpellings(secrets, text.substring(colon + 1, at));
    }
    secrets.removeIf(String::isEmpty);
    return secrets;
  }

  private static void addBothSpellings(List<String> secrets, String written) {
    secrets.add(written);
    try {
      secrets.add(URLDecoder.decode(written, UTF_8));
    } catch (IllegalArgumentException notEncoded) {
      secrets.add(written);
    }
  }
}
