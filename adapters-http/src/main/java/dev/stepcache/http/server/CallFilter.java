package dev.stepcache.http.server;

import dev.stepcache.application.access.AuditLog;
import dev.stepcache.application.access.Caller;
import dev.stepcache.application.port.AccessBook.AuditEntry;
import dev.stepcache.application.service.ServiceSettings;
import dev.stepcache.domain.access.Grants;
import dev.stepcache.domain.access.PrincipalName;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reads what was sent and finds out who asks, before anything is answered. */
final class CallFilter implements Filter {
  private static final PrincipalName LOCAL = new PrincipalName("local");

  private final ServiceSettings settings;

  @Inject
  CallFilter(ServiceSettings settings) {
    this.settings = settings;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    byte[] body = request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
    Caller caller = new Caller(LOCAL, Grants.all(LOCAL), unwatched());
    request.context().register(new Call(UUID.randomUUID().toString(), caller, body));
    chain.proceed();
  }

  private AuditLog unwatched() {
    return new AuditLog() {
      @Override
      public void append(List<AuditEntry> entries) {}

      @Override
      public Instant now() {
        return settings.system().instant();
      }
    };
  }
}
