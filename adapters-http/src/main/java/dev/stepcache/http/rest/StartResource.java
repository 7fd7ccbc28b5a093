package dev.stepcache.http.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.ExecutionRequest;
import dev.stepcache.application.PlanDocument;
import dev.stepcache.application.UseCases;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.service.PipelineStarts;
import dev.stepcache.application.service.RepeatableStarts;
import dev.stepcache.application.service.RepeatableStarts.Token;
import dev.stepcache.application.service.StartOrder;
import dev.stepcache.domain.access.MetadataSource;
import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.PipelineName;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Starts executions, and plans them. */
final class StartResource {
  private static final int LONGEST_KEY = 128;

  private final UseCases useCases;
  private final PipelineStarts starts;
  private final RepeatableStarts repeatable;
  private final Known known;
  private final ExecutionResource executions;

  @Inject
  StartResource(
      UseCases useCases,
      PipelineStarts starts,
      RepeatableStarts repeatable,
      Known known,
      ExecutionResource executions) {
    this.useCases = useCases;
    this.starts = starts;
    this.repeatable = repeatable;
    this.known = known;
    this.executions = executions;
  }

  List<Route> routes() {
    String pipeline = "/v1/pipelines/{pipeline}";
    return List.of(
        new Route("startExecution", "POST", pipeline + "/executions", this::start),
        new Route("plan", "POST", pipeline + "/plan", this::plan));
  }

  private Answer start(Asked asked) {
    PipelineName pipeline = asked.pipeline(Permission.RUN_PIPELINE);
    asked.query();
    AttributeValue sent = asked.json();
    StartOrder order = Orders.read(Body.of(sent), pipeline, asked.by());
    ExecutionId id =
        repeatable.start(order, token(asked, pipeline, sent)).getOrElseThrow(Problems::refused);
    return executions
        .answer(201, known.find(id).orElseThrow(() -> Asked.absent(pipeline)))
        .with("Location", "/v1/executions/" + Segments.encode(id.text()));
  }

  private static Optional<Token> token(Asked asked, PipelineName pipeline, AttributeValue sent) {
    return asked
        .header("Idempotency-Key")
        .map(key -> {
          if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw new Refused(
                Problem.Kind.BAD_REQUEST, "an Idempotency-Key has 1 to 128 characters");
          }
          String scope = digest("start\n%s\n%s".formatted(asked.by(), pipeline));
          return new Token(scope, key, digest(CanonicalJson.text(sent)));
        });
  }

  private static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private Answer plan(Asked asked) {
    PipelineName pipeline = asked.pipeline(Permission.RUN_PIPELINE);
    asked.query();
    StartOrder order = Orders.read(asked.bodyIfAny(), pipeline, asked.by());
    ExecutionRequest request = starts.request(order).getOrElseThrow(Problems::refused);
    JsonObject plan =
        PlanDocument.of(pipeline, useCases.planner().plan(request), useCases.documents())
            .getOrElseThrow(reason -> new Refused(Problem.Kind.INVALID, reason));
    List<String> sources =
        plan.value().itemsOf("steps").stream()
            .flatMap(step -> step.asObject().flatMap(of -> of.objectMember("decision")).stream())
            .flatMap(decision -> Sources.of(decision))
            .toList();
    asked.look(MetadataSource.CACHED_STEPS, pipeline, sources);
    return Answer.of(plan);
  }
}
