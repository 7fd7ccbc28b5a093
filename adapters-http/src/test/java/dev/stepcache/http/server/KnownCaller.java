package dev.stepcache.http.server;

import dev.stepcache.application.access.Caller;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** Takes every call for one of a caller who has proved who it is. */
public record KnownCaller(Caller caller) implements Filter {

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    request.context().register(new Call("call-1", caller, new byte[0]));
    chain.proceed();
  }
}
