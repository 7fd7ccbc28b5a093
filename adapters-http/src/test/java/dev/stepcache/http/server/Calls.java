package dev.stepcache.http.server;

import dev.stepcache.application.access.Caller;
import io.helidon.webserver.http.Filter;
import java.util.UUID;
import java.util.function.Supplier;

/** Lets tests say who calls. */
public final class Calls {
  private Calls() {}

  /** The state of a service that is not ending. */
  public static ServiceState going() {
    return new ServiceState();
  }

  /** A filter that takes every call as one of a caller. */
  public static Filter of(Supplier<Caller> caller) {
    return (chain, request, response) -> {
      byte[] body =
          request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
      request.context().register(new Call(UUID.randomUUID().toString(), caller.get(), body));
      chain.proceed();
    };
  }
}
