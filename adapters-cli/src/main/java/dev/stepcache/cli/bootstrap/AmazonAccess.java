package dev.stepcache.cli.bootstrap;

import dev.stepcache.cli.command.CommandFailure;
import dev.stepcache.persistence.aws.AwsAccess;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/** The access to Amazon's services that a command needs, or its end. */
final class AmazonAccess {
  private AmazonAccess() {}

  static AwsAccess of(Map<String, String> environment) {
    environment.forEach((name, value) -> {
      if (name.startsWith("AWS_ENDPOINT_URL") && !isAddress(value)) {
        throw CommandFailure.usage(
            "%s is no address such as https://host:1234: \"%s\"".formatted(name, value));
      }
    });
    return AwsAccess.of(environment)
        .orElseThrow(() ->
            CommandFailure.usage("no AWS region is named: set AWS_REGION, or one in a profile"));
  }

  private static boolean isAddress(String text) {
    try {
      URI address = new URI(text);
      return address.getHost() != null && address.getScheme() != null;
    } catch (URISyntaxException malformed) {
      return false;
    }
  }
}
