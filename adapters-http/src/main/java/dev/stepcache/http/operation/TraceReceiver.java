package dev.stepcache.http.operation;

import dev.stepcache.application.service.ServiceRefused;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Who takes the traces of a service, by the variables that OpenTelemetry has for it (H4). It knows
 * nothing of that library: where there is no receiver, nothing of it is loaded.
 *
 * @param endpoint where they are posted
 * @param service what the service is named there
 */
public record TraceReceiver(URI endpoint, String service) {
  private static final String OF_ALL = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String OF_TRACES = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

  /** The receiver, if there is to be one; what is empty is as if it were not there. */
  public static Optional<TraceReceiver> of(Map<String, String> environment) {
    return given(environment, OF_TRACES)
        .or(() -> given(environment, OF_ALL).map(TraceReceiver::traces))
        .map(endpoint ->
            new TraceReceiver(
                endpoint, text(environment, "OTEL_SERVICE_NAME").orElse("stepcache")));
  }

  /** Where traces go at a receiver of all there is. */
  private static URI traces(URI all) {
    return URI.create(all.toString().replaceFirst("/+$", "") + "/v1/traces");
  }

  private static Optional<URI> given(Map<String, String> environment, String name) {
    return text(environment, name).map(endpoint -> address(name, endpoint));
  }

  private static Optional<String> text(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static URI address(String name, String endpoint) {
    try {
      URI address = URI.create(endpoint);
      if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
        return address;
      }
      throw refused(name, endpoint);
    } catch (IllegalArgumentException noAddress) {
      throw refused(name, endpoint);
    }
  }

  private static ServiceRefused refused(String name, String endpoint) {
    return new ServiceRefused(
        "%s is %s: an address such as http://localhost:4318 was expected"
            .formatted(name, endpoint));
  }
}
