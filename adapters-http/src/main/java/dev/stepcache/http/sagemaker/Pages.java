package dev.stepcache.http.sagemaker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.reverseOrder;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.Agreements;
import dev.stepcache.application.port.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lists in pages. A page ends with a token that names the last item of it: sealed under a key that
 * all nodes agree on, for this one list of this one caller, so that nobody can make one up.
 */
@Singleton
final class Pages {
  private static final String KEY = "sagemaker page key";
  private static final int SEAL = 16;
  private static final int MOST = 100;

  private final Agreements agreements;
  private final AtomicReference<Optional<SecretKeySpec>> agreed =
      new AtomicReference<>(Optional.empty());

  @Inject
  Pages(Store store) {
    this.agreements = store.agreements();
  }

  /**
   * Which part of a list is asked for.
   *
   * @param max how many items at the most
   * @param after the place of the last item of the page before
   */
  record Page(Request request, int max, Optional<String> after) {}

  /** Which end of a list comes first. */
  enum Order {
    DESCENDING,
    ASCENDING;

    /** As a request wants it. */
    static Order of(Members members) {
      return members.word("SortOrder", "Descending", "Ascending").equals("Ascending")
          ? ASCENDING
          : DESCENDING;
    }
  }

  /** Reads which page is asked for; a token is told to be wrong when the members are checked. */
  Page asked(Request request) {
    return asked(request, MOST);
  }

  /** The same for a list whose pages may be longer. */
  Page asked(Request request, int most) {
    int max = request.members().number("MaxResults", most).map(Long::intValue).orElse(MOST);
    Optional<String> token = request.members().text("NextToken", TextRule.NEXT_TOKEN);
    request.members().check();
    return new Page(
        request, max, token.filter(text -> !text.isEmpty()).map(text -> open(request, text)));
  }

  /**
   * The answer with a page.
   *
   * @param items those of the page, and one more if there is one
   * @param place of an item in the list
   */
  <T> JsonObject answer(
      Page page,
      String member,
      List<T> items,
      Function<T, JsonObject> shown,
      Function<T, String> place) {
    List<T> these = items.subList(0, Math.min(page.max(), items.size()));
    JsonObject answer = new JsonObject().put(member, these.stream().map(shown).toList());
    return items.size() > these.size()
        ? answer.put("NextToken", seal(page.request(), place.apply(these.get(these.size() - 1))))
        : answer;
  }

  /**
   * The items of a page, and one more if there is one, of a list that is ordered by its items'
   * places: what is added or deleted meanwhile moves nothing.
   */
  static <T> List<T> of(Page page, Stream<T> all, Function<T, String> place, Order order) {
    Comparator<String> by = order == Order.ASCENDING ? naturalOrder() : reverseOrder();
    return all.filter(item ->
            page.after().map(after -> by.compare(place.apply(item), after) > 0).orElse(true))
        .sorted(Comparator.comparing(place, by))
        .limit(page.max() + 1L)
        .toList();
  }

  private String seal(Request request, String place) {
    byte[] text = place.getBytes(UTF_8);
    byte[] sealed = Arrays.copyOf(mac(request, text), SEAL + text.length);
    System.arraycopy(text, 0, sealed, SEAL, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  private String open(Request request, String token) {
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(token);
      if (sealed.length > SEAL) {
        byte[] text = Arrays.copyOfRange(sealed, SEAL, sealed.length);
        byte[] seal = Arrays.copyOf(sealed, SEAL);
        if (MessageDigest.isEqual(seal, Arrays.copyOf(mac(request, text), SEAL))) {
          return new String(text, UTF_8);
        }
      }
    } catch (IllegalArgumentException noBase64) {
      // Told below, as of any other token that is none of ours.
    }
    throw AwsError.validation(
        "Invalid pagination token: NextToken is none that this list was answered with.");
  }

  private byte[] mac(Request request, byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key());
      mac.update(
          "%s\n%s\n%s\n"
              .formatted(
                  request.operation(),
                  request.caller().name(),
                  request.digestWithout("NextToken", "MaxResults"))
              .getBytes(UTF_8));
      return mac.doFinal(text);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
    }
  }

  private SecretKeySpec key() {
    Optional<SecretKeySpec> known = agreed.get();
    if (known.isPresent()) {
      return known.get();
    }
    byte[] mine = new byte[32];
    new SecureRandom().nextBytes(mine);
    String word = agreements.agree(KEY, HexFormat.of().formatHex(mine));
    SecretKeySpec key = new SecretKeySpec(HexFormat.of().parseHex(word), "HmacSHA256");
    agreed.set(Optional.of(key));
    return key;
  }
}
