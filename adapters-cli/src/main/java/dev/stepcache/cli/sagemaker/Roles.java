package dev.stepcache.cli.sagemaker;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.List;
import java.util.Optional;

/**
 * Where a request names the role that the work is done in.
 *
 * @param member what it is called
 * @param within the members that it stands in; none where it stands in the request itself
 * @param usual the role of requests that name none
 */
record Roles(String member, List<String> within, Optional<String> usual) {
  static final String VARIABLE = "STEPCACHE_ROLE_ARN";

  /** Why a request could not be sent, as a clause. */
  Optional<String> refusal(ObjectValue request) {
    return usual.isEmpty() && !filled(request, "role").equals(request)
        ? Optional.of("has no " + member + ", and " + VARIABLE + " names no role either")
        : Optional.empty();
  }

  ObjectValue filled(ObjectValue request) {
    return usual.map(role -> filled(request, role)).orElse(request);
  }

  private ObjectValue filled(ObjectValue request, String role) {
    if (within.isEmpty()) {
      return request.member(member).isPresent()
          ? request
          : request.with(member, AttributeValue.text(role));
    }
    ObjectValue filled = request;
    for (String place : within) {
      Optional<AttributeValue> found = request.member(place);
      if (found.isPresent()) {
        filled = filled.with(place, filledIn(found.get(), role));
      }
    }
    return filled;
  }

  private AttributeValue filledIn(AttributeValue place, String role) {
    return switch (place) {
      case ObjectValue object -> new Roles(member, List.of(), usual).filled(object, role);
      case ListValue list ->
          new ListValue(list.items().stream().map(item -> filledIn(item, role)).toList());
      default -> place;
    };
  }
}
