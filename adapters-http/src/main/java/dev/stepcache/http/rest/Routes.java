package dev.stepcache.http.rest;

import static java.util.stream.Collectors.joining;

import dev.stepcache.http.server.Call;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** All operations of the API; the first that matches answers. */
record Routes(List<Route> all) {

  Routes {
    all = List.copyOf(all);
  }

  Answer answer(ServerRequest request, Call call) {
    List<String> path = Segments.of(request.prologue().uriPath().rawPath());
    String method = request.prologue().method().text();
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : all) {
      Optional<Map<String, String>> values = route.match(path);
      if (values.isPresent() && route.method().equals(method)) {
        return route.handler().answer(new Asked(request, call, route.operation(), values.get()));
      }
      values.ifPresent(matched -> allowed.add(route.method()));
    }
    if (allowed.isEmpty()) {
      throw Refused.notFound("the API has no such path: /v1/openapi.json describes it");
    }
    throw new Refused(
        new Problem(
            Problem.Kind.WRONG_METHOD,
            "%s is not possible here, %s is".formatted(method, String.join(", ", allowed)),
            List.of(),
            Map.of("Allow", allowed.stream().collect(joining(", ")))));
  }
}
