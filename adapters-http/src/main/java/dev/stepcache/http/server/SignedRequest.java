package dev.stepcache.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request as Signature Version 4 signs it: method, path, query, the headers that are named, and
 * the digest of the body.
 */
record SignedRequest(
    String method, String rawPath, String rawQuery, Headers headers, String bodyDigest) {
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

  static SignedRequest of(ServerRequest request, byte[] body) {
    return new SignedRequest(
        request.prologue().method().text(),
        request.prologue().uriPath().rawPath(),
        request.prologue().query().rawValue(),
        request.headers(),
        hex(sha256(body)));
  }

  /** The signature that a secret gives. */
  String signature(SignedHeader signed, String date, String secret) {
    String toSign =
        String.join(
            "\n",
            SignedHeader.ALGORITHM,
            date,
            signed.scope(),
            hex(sha256(canonical(signed.signedHeaders()).getBytes(UTF_8))));
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    for (String part :
        List.of(signed.day(), signed.region(), signed.service(), "aws4_request", toSign)) {
      key = hmac(key, part);
    }
    return hex(key);
  }

  private String canonical(List<String> signedHeaders) {
    String lines =
        signedHeaders.stream().map(name -> name + ":" + value(name) + "\n").collect(joining());
    return String.join(
        "\n",
        method,
        encoded(rawPath, true),
        query(),
        lines,
        String.join(";", signedHeaders),
        bodyDigest);
  }

  private String value(String header) {
    return headers.all(HeaderNames.create(header), List::of).stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(joining(","));
  }

  /** Parameters by name and value, each decoded and encoded again. */
  private String query() {
    return rawQuery.isEmpty()
        ? ""
        : Arrays.stream(rawQuery.split("&", -1))
            .filter(pair -> !pair.isEmpty())
            .map(SignedRequest::parameter)
            .sorted()
            .collect(joining("&"));
  }

  private static String parameter(String pair) {
    int equals = pair.indexOf('=');
    String name = equals < 0 ? pair : pair.substring(0, equals);
    String value = equals < 0 ? "" : pair.substring(equals + 1);
    return encoded(decoded(name), false) + "=" + encoded(decoded(value), false);
  }

  /** What is no percent-encoding stands for itself. */
  private static String decoded(String text) {
    byte[] bytes = new byte[text.getBytes(UTF_8).length];
    byte[] raw = text.getBytes(UTF_8);
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%'
          && i + 2 < raw.length
          && HexFormat.isHexDigit(raw[i + 1])
          && HexFormat.isHexDigit(raw[i + 2])) {
        bytes[length++] =
            (byte) ((HexFormat.fromHexDigit(raw[i + 1]) << 4) | HexFormat.fromHexDigit(raw[i + 2]));
        i += 2;
      } else {
        bytes[length++] = raw[i];
      }
    }
    return new String(bytes, 0, length, UTF_8);
  }

  private static String encoded(String text, boolean keepSlashes) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if (PLAIN.indexOf(c) >= 0 || (keepSlashes && c == '/')) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  /** The names of headers that decide what is done, and so must be signed. */
  List<String> decisiveHeaders() {
    List<String> names = new ArrayList<>(List.of("host", "x-amz-date"));
    // Not by their stream: Helidon's iterator cannot be asked at its end whether there is more.
    for (Header header : headers) {
      String name = header.headerName().lowerCase().toLowerCase(Locale.ROOT);
      if (name.startsWith("x-amz-")) {
        names.add(name);
      }
    }
    return names;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException(absent);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException(absent);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
