package dev.stepcache.application.service;

import dev.stepcache.application.ExecutionOptions;
import dev.stepcache.application.ExecutionRequest.Selection;
import dev.stepcache.application.ExecutionRequest.Wishes;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.Execution;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.NumberValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What a service keeps of an execution beside its course, as its options. Those of an execution
 * that was started elsewhere have no version, and nobody is named.
 *
 * @param version of the registered definition
 */
public record ExecutionCard(
    ExecutionOptions options,
    Optional<Long> version,
    Optional<String> displayName,
    Optional<String> description,
    Optional<String> startedBy,
    Optional<String> modifiedBy,
    Optional<Instant> modifiedAt) {

  public static ExecutionCard of(Execution execution) {
    ObjectValue kept = JsonReader.readOwn(execution.options()).asObject().orElse(ObjectValue.EMPTY);
    return new ExecutionCard(
        ExecutionOptions.read(kept),
        kept.member("version")
            .flatMap(value ->
                value instanceof NumberValue(BigDecimal number)
                    ? Optional.of(number.longValue())
                    : Optional.empty()),
        kept.textMember("displayName"),
        kept.textMember("description"),
        kept.textMember("startedBy"),
        kept.textMember("modifiedBy"),
        kept.textMember("modifiedAt").map(Instant::parse));
  }

  /** These options in place of those that an execution has; what others keep there stays. */
  public String into(String kept) {
    ObjectValue own = document();
    ObjectValue all = JsonReader.readOwn(kept).asObject().orElse(ObjectValue.EMPTY);
    for (var member : own.members().entrySet()) {
      all = all.with(member.getKey(), member.getValue());
    }
    return CanonicalJson.text(all);
  }

  public String json() {
    return CanonicalJson.text(document());
  }

  private ObjectValue document() {
    return options
        .json()
        .putValue("version", version.map(AttributeValue::number))
        .putText("displayName", displayName)
        .putText("description", description)
        .putText("startedBy", startedBy)
        .putText("modifiedBy", modifiedBy)
        .putText("modifiedAt", modifiedAt.map(JsonObject::instant))
        .value();
  }

  /** With another name, description and width, as far as given. */
  public ExecutionCard amended(
      Optional<String> newName,
      Optional<String> newDescription,
      Optional<Integer> maxParallel,
      String by,
      Instant at) {
    Wishes before = options.wishes();
    Wishes wishes = maxParallel.map(before::withMaxParallel).orElse(before);
    Optional<Selection> selection = options.selection();
    return new ExecutionCard(
        new ExecutionOptions(wishes, selection),
        version,
        newName.or(() -> displayName),
        newDescription.or(() -> description),
        startedBy,
        Optional.of(by),
        Optional.of(at));
  }
}
