package dev.stepcache.http.rest;

import dev.stepcache.application.access.Caller;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.http.rest.Problem.Kind;
import dev.stepcache.http.server.Call;
import io.helidon.common.media.type.MediaType;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One request, with what its path names. Whoever asks is asked for permission here. */
final class Asked {
  private final ServerRequest request;
  private final Call call;
  private final String operation;
  private final Map<String, String> path;

  Asked(ServerRequest request, Call call, String operation, Map<String, String> path) {
    this.request = request;
    this.call = call;
    this.operation = operation;
    this.path = Map.copyOf(path);
  }

  Caller caller() {
    return call.caller();
  }

  /** What is asked for, as the OpenAPI document and the audit log name it. */
  String operation() {
    return operation;
  }

  /** The name of whoever asks. */
  String by() {
    return caller().name().text();
  }

  /** The pipeline of the path, whether it exists or not, on which all these are granted. */
  PipelineName pipeline(Permission... needed) {
    PipelineName name = named("pipeline", PipelineName::new);
    if (!caller().mayKnow(name)) {
      throw absent(name);
    }
    Arrays.stream(needed).forEach(permission -> caller().require(permission, name));
    return name;
  }

  /** The pipeline of the path, on which any of these is granted. */
  PipelineName pipelineForAny(Permission first, Permission second) {
    PipelineName name = pipeline();
    if (!caller().may(second, name)) {
      caller().require(first, name);
    }
    return name;
  }

  /** That there is no such pipeline, in the words that hide one, too. */
  static Refused absent(PipelineName name) {
    return Refused.notFound("pipeline %s does not exist".formatted(name));
  }

  /** Keeps in the audit log what a source of metadata shows. */
  void look(MetadataSource source, PipelineName pipeline, List<String> subjects) {
    caller().look(source, pipeline, subjects, operation);
  }

  ExecutionId execution() {
    return named("execution", ExecutionId::new);
  }

  StepRunId run() {
    return named("run", StepRunId::new);
  }

  StepName step() {
    return named("step", StepName::new);
  }

  /** A segment of the path that may be anything. */
  String segment(String name) {
    return named(name, Function.identity());
  }

  private <T> T named(String segment, Function<String, T> type) {
    String text = Optional.ofNullable(path.get(segment)).orElseThrow();
    try {
      return type.apply(text);
    } catch (IllegalArgumentException unfit) {
      throw new Refused(Kind.BAD_REQUEST, "the path needs " + unfit.getMessage());
    }
  }

  /** The parameters of the query, none but these. */
  Query query(String... known) {
    Set<String> names = Set.of(known);
    for (String given : request.query().names()) {
      if (!names.contains(given)) {
        throw new Refused(
            Kind.BAD_REQUEST,
            "there is no parameter %s here: %s"
                .formatted(
                    given,
                    known.length == 0 ? "there is none" : "there are " + String.join(", ", known)));
      }
    }
    return new Query(request.query());
  }

  Optional<String> header(String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  /** The body, which has to be an object. */
  Body body() {
    return Body.of(json());
  }

  /** The body, or nothing where none was sent. */
  Body bodyIfAny() {
    return call.body().length == 0 ? Body.empty() : body();
  }

  /** The body, any JSON value. */
  AttributeValue json() {
    String type =
        request
            .headers()
            .contentType()
            .map(HttpMediaType::mediaType)
            .map(MediaType::text)
            .orElse("");
    if (!type.equals("application/json")) {
      throw new Refused(
          Kind.NO_JSON,
          type.isEmpty() ? "the request names no Content-Type" : "the body is " + type);
    }
    return JsonReader.read(call.body())
        .getOrElseThrow(fault ->
            new Refused(
                new Problem(
                    Kind.MALFORMED,
                    fault.toString(),
                    List.of(new Fault(fault.pointer(), fault.toString())))));
  }
}
