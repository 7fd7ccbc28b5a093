package dev.stepcache.application.content;

import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ListValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The containers of models that name model packages of this registry. */
record PackedContainers(ModelPackages packages) {

  /** The request of a model with the containers that are packages of here put in their place. */
  ObjectValue in(ObjectValue model) {
    List<AttributeValue> named =
        model.member("PrimaryContainer").map(List::of).orElseGet(() -> model.itemsOf("Containers"));
    List<AttributeValue> containers =
        named.stream().flatMap(container -> containers(container).stream()).toList();
    return containers.equals(named)
        ? model
        : model.without("PrimaryContainer").with("Containers", new ListValue(containers));
  }

  private List<AttributeValue> containers(AttributeValue named) {
    Optional<ObjectValue> container = named.asObject();
    return container
        .flatMap(found -> found.textMember("ModelPackageName"))
        .flatMap(packages::find)
        .flatMap(found -> found.objectMember("InferenceSpecification"))
        .map(specification ->
            specification.itemsOf("Containers").stream()
                .<AttributeValue>map(
                    packed -> container.map(own -> merged(packed, own)).orElse(packed))
                .toList())
        .orElse(List.of(named));
  }

  /** A packed container with what a model says of its own instead. */
  private static AttributeValue merged(AttributeValue packed, ObjectValue own) {
    ObjectValue merged = packed.asObject().orElse(ObjectValue.EMPTY);
    for (Map.Entry<String, AttributeValue> member :
        own.without("ModelPackageName").members().entrySet()) {
      Optional<ObjectValue> both =
          merged
              .objectMember(member.getKey())
              .filter(before -> member.getValue() instanceof ObjectValue);
      merged =
          merged.with(
              member.getKey(),
              both.<AttributeValue>map(before -> merged(before, (ObjectValue) member.getValue()))
                  .orElse(member.getValue()));
    }
    return merged;
  }
}
