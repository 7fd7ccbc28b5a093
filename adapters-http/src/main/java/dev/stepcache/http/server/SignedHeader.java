package dev.stepcache.http.server;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the Authorization header of a signed request says.
 *
 * @param day of the credential scope, as {@code 20260131}
 * @param signedHeaders lower case, in the order given
 * @param signature hex digits
 */
record SignedHeader(
    String keyId,
    String day,
    String region,
    String service,
    List<String> signedHeaders,
    String signature) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern DAY = Pattern.compile("\\d{8}");

  SignedHeader {
    signedHeaders = List.copyOf(signedHeaders);
  }

  /** What is signed stands under this, too. */
  String scope() {
    return "%s/%s/%s/aws4_request".formatted(day, region, service);
  }

  /**
   * Reads the header.
   *
   * @throws Refusal where something is missing or malformed
   */
  static SignedHeader read(String header) {
    if (!header.startsWith(ALGORITHM + " ")) {
      throw incomplete("the algorithm is not " + ALGORITHM);
    }
    Map<String, String> parts = new HashMap<>();
    for (String part : header.substring(ALGORITHM.length()).split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0
          || parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip())
              != null) {
        throw incomplete("it is no list of Credential, SignedHeaders and Signature");
      }
    }
    String[] credential = part(parts, "Credential").split("/", -1);
    if (credential.length != 5
        || !DAY.matcher(credential[1]).matches()
        || !credential[4].equals("aws4_request")) {
      throw incomplete("Credential is not KEY/DAY/REGION/SERVICE/aws4_request");
    }
    String signature = part(parts, "Signature");
    if (!HEX.matcher(signature).matches()) {
      throw incomplete("Signature is not 64 hex digits");
    }
    List<String> names =
        Arrays.stream(part(parts, "SignedHeaders").split(";", -1))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .toList();
    return new SignedHeader(
        credential[0], credential[1], credential[2], credential[3], names, signature);
  }

  private static String part(Map<String, String> parts, String name) {
    String value = parts.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw incomplete(name + " is missing");
    }
    return value;
  }

  private static Refusal incomplete(String why) {
    return new Refusal(
        Refusal.Kind.INCOMPLETE_SIGNATURE, "the Authorization header is incomplete: " + why);
  }
}
