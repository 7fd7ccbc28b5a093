package dev.stepcache.http.sagemaker;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.PipelineCatalog;
import dev.stepcache.application.port.PipelineCatalog.RegisteredPipeline;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.access.Permission;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The tags of pipelines; nothing else has any here. */
final class TagOperations implements Operation.Family {
  private static final int MOST = 50;

  private final PipelineCatalog catalog;
  private final Directory directory;
  private final Pages pages;

  @Inject
  TagOperations(Store store, Directory directory, Pages pages) {
    this.catalog = store.catalog();
    this.directory = directory;
    this.pages = pages;
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("AddTags", this::add, "ListTags", this::list, "DeleteTags", this::delete);
  }

  /** Reads tags by their keys. */
  static SortedMap<String, String> tags(List<Members> given) {
    SortedMap<String, String> tags = new TreeMap<>();
    given.forEach(tag ->
        tags.put(tag.needText("Key", TextRule.TAG_KEY), tag.needText("Value", TextRule.TAG_VALUE)));
    return tags;
  }

  private JsonObject add(Request request) {
    String arn = arn(request);
    SortedMap<String, String> tags = tags(request.members().needObjects("Tags", 0, MOST));
    request.members().check();
    RegisteredPipeline pipeline =
        directory.registered(request.caller(), arn, Permission.MANAGE_PIPELINE);
    Set<String> keys = new HashSet<>(catalog.tags(pipeline.id()).keySet());
    keys.addAll(tags.keySet());
    if (keys.size() > MOST) {
      throw AwsError.limit(
          "Pipeline %s would have %d tags, %d are the most"
              .formatted(pipeline.name(), keys.size(), MOST));
    }
    catalog.tag(pipeline.id(), tags);
    return new JsonObject()
        .put(
            "Tags",
            catalog.tags(pipeline.id()).entrySet().stream().map(TagOperations::shown).toList());
  }

  private JsonObject list(Request request) {
    String arn = arn(request);
    Pages.Page page = pages.asked(request, Integer.MAX_VALUE);
    RegisteredPipeline pipeline = directory.registered(request.caller(), arn);
    Function<Map.Entry<String, String>, String> place = Map.Entry::getKey;
    return pages.answer(
        page,
        "Tags",
        Pages.of(
            page, catalog.tags(pipeline.id()).entrySet().stream(), place, Pages.Order.ASCENDING),
        TagOperations::shown,
        place);
  }

  private JsonObject delete(Request request) {
    String arn = arn(request);
    List<String> keys = request.members().needTexts("TagKeys", 1, MOST, TextRule.TAG_KEY);
    request.members().check();
    RegisteredPipeline pipeline =
        directory.registered(request.caller(), arn, Permission.MANAGE_PIPELINE);
    catalog.untag(pipeline.id(), Set.copyOf(keys));
    return new JsonObject();
  }

  private static String arn(Request request) {
    return request.members().needText("ResourceArn", TextRule.RESOURCE_ARN);
  }

  private static JsonObject shown(Map.Entry<String, String> tag) {
    return new JsonObject().put("Key", tag.getKey()).put("Value", tag.getValue());
  }
}
