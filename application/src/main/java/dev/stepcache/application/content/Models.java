package dev.stepcache.application.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.step.Step;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The models that Model steps made here, kept by name in the object store (X3). */
public final class Models {
  /** No bucket of S3 can have this name. */
  private static final String FOLDER = "s3://.stepcache/models/";

  private final ObjectStore objects;
  private final PackedContainers containers;

  public Models(ObjectStore objects) {
    this.objects = objects;
    this.containers = new PackedContainers(new ModelPackages(objects));
  }

  /**
   * The name of the model that a step makes: the one given, else the step's with 16 digits of a
   * digest of its arguments and of the local content they name, so that the same model has the same
   * name.
   */
  public String nameOf(Step step) {
    return step.arguments()
        .textMember("ModelName")
        .filter(name -> !name.isEmpty())
        .orElseGet(() -> step.name() + "-" + digest(step.arguments()).substring(0, 16));
  }

  private String digest(ObjectValue arguments) {
    Map<String, AttributeValue> contents = new TreeMap<>();
    contentOf(containers.in(arguments))
        .forEach((uri, digest) -> contents.put(uri, AttributeValue.text(digest)));
    return Digests.sha256(
        CanonicalJson.bytes(
            AttributeValue.object(
                Map.of("arguments", arguments, "inputs", AttributeValue.object(contents)))));
  }

  /** Keeps a model, in place of an earlier one of its name. */
  public void keep(String name, ObjectValue arguments) {
    try {
      Path file = Files.createTempFile("model", ".json");
      try {
        Files.write(file, CanonicalJson.bytes(arguments));
        objects.put(file, uri(name));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new ContentUnreadable("model " + name + " cannot be kept: " + e.getMessage(), e);
    }
  }

  /**
   * The CreateModel request of a model that was made here, with the containers of the model
   * packages that it names.
   */
  public Optional<ObjectValue> find(String name) {
    try {
      return objects
          .read(uri(name))
          .flatMap(bytes -> JsonReader.readOwn(new String(bytes, UTF_8)).asObject())
          .map(containers::in);
    } catch (IOException e) {
      throw new ContentUnreadable("model " + name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What a kept model is made of: its request, and the content of every place in it. */
  public SortedMap<String, String> digests(String name) {
    return find(name).map(model -> digests(name, model)).orElseGet(TreeMap::new);
  }

  /** What a model will be made of once it is kept. */
  public SortedMap<String, String> digests(String name, ObjectValue model) {
    ObjectValue unpacked = containers.in(model);
    SortedMap<String, String> digests = contentOf(unpacked);
    digests.put("model:" + name, Digests.sha256(CanonicalJson.bytes(unpacked)));
    return digests;
  }

  private SortedMap<String, String> contentOf(AttributeValue value) {
    SortedMap<String, String> digests = new TreeMap<>();
    for (String place : Places.in(value)) {
      Digests.of(objects, place).ifPresent(digest -> digests.put(place, digest));
    }
    return digests;
  }

  /** The place of a model in the object store. */
  public static String uri(String name) {
    return FOLDER + URLEncoder.encode(name, UTF_8) + ".json";
  }
}
