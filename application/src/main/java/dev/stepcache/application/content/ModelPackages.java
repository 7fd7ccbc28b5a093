package dev.stepcache.application.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import io.vavr.control.Either;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The registry of the model packages that RegisterModel steps made here, kept in the object store.
 * A group has versions from 1 on, and whoever registers into it makes the next one, never
 * another's.
 */
public final class ModelPackages {
  /** No bucket of S3 can have this name. */
  private static final String FOLDER = "s3://.stepcache/model-packages/";

  private static final String ARN = "ModelPackageArn";
  private static final String STATUS = "ModelApprovalStatus";
  private static final String NAME = "[a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,62}";
  private static final Pattern GROUP =
      Pattern.compile("(?:arn:[^/]*:model-package-group/)?(" + NAME + ")");
  private static final Pattern PACKAGE =
      Pattern.compile("(?:arn:[^/]*:model-package/)?(" + NAME + ")(?:/([0-9]{1,9}))?");
  private static final Pattern VERSION_FILE = Pattern.compile(".*/([0-9]{1,9})\\.json");

  private final ObjectStore objects;

  public ModelPackages(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * Registers a package as a CreateModelPackage request asks: the next version of a group, or one
   * that has a name and no versions. Answers it as it is described from then on; the left side says
   * what is wrong with the request.
   */
  public Either<String, ObjectValue> register(ObjectValue request, Instant at) {
    Optional<String> group = request.textMember("ModelPackageGroupName");
    Optional<String> name = request.textMember("ModelPackageName");
    try {
      if (group.isPresent()) {
        Optional<String> found = groupIn(group.get());
        return found.isPresent()
            ? Either.right(registerVersion(found.get(), request, at))
            : Either.left("\"%s\" is no ModelPackageGroupName".formatted(group.get()));
      }
      return name.isPresent() && name.get().matches(NAME)
          ? registerNamed(name.get(), request, at)
          : Either.left("it has no ModelPackageGroupName, and no ModelPackageName that is a name");
    } catch (IOException e) {
      throw new ContentUnreadable("a model package cannot be kept: " + e.getMessage(), e);
    }
  }

  private ObjectValue registerVersion(String group, ObjectValue request, Instant at)
      throws IOException {
    for (int version = latest(group) + 1; ; version++) {
      ObjectValue described =
          described(request, group + "/" + version, at)
              .with("ModelPackageGroupName", AttributeValue.text(group))
              .with("ModelPackageVersion", AttributeValue.number(version))
              .with(
                  STATUS,
                  request.member(STATUS).orElse(AttributeValue.text("PendingManualApproval")));
      if (keep(described, uri(group, version))) {
        return described;
      }
    }
  }

  private Either<String, ObjectValue> registerNamed(String name, ObjectValue request, Instant at)
      throws IOException {
    ObjectValue described = described(request, name, at);
    return keep(described, uri(name))
        ? Either.right(described)
        : Either.left("there is a model package %s already".formatted(name));
  }

  private static ObjectValue described(ObjectValue request, String name, Instant at) {
    return request
        .with(ARN, AttributeValue.text(LocalArn.of("model-package", name)))
        .with("ModelPackageStatus", AttributeValue.text("Completed"))
        .with(
            "ModelPackageStatusDetails",
            AttributeValue.object(Map.of("ValidationStatuses", AttributeValue.list())))
        .with("CreationTime", AttributeValue.text(JsonObject.instant(at)));
  }

  private boolean keep(ObjectValue described, String uri) throws IOException {
    Path file = Files.createTempFile("package", ".json");
    try {
      Files.write(file, CanonicalJson.bytes(described));
      return objects.putNew(file, uri);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private int latest(String group) throws IOException {
    return versions(group).stream().findFirst().orElse(0);
  }

  /** The versions of a group, the latest first. */
  private List<Integer> versions(String group) throws IOException {
    return objects.objects(FOLDER + group + "/").keySet().stream()
        .map(VERSION_FILE::matcher)
        .filter(Matcher::matches)
        .map(file -> Integer.valueOf(file.group(1)))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** A package as it is described, by its name or ARN, which names its version if it has any. */
  public Optional<ObjectValue> find(String nameOrArn) {
    Matcher matcher = PACKAGE.matcher(nameOrArn);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String version = matcher.group(2);
    return read(
        version == null ? uri(matcher.group(1)) : uri(matcher.group(1), Integer.parseInt(version)));
  }

  /** The latest version of a group that is approved. */
  public Optional<ObjectValue> latestApproved(String groupNameOrArn) {
    Optional<String> group = groupIn(groupNameOrArn);
    try {
      for (int version : group.isPresent() ? versions(group.get()) : List.<Integer>of()) {
        Optional<ObjectValue> approved =
            read(uri(group.get(), version))
                .filter(found -> found.textMember(STATUS).filter("Approved"::equals).isPresent());
        if (approved.isPresent()) {
          return approved;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new ContentUnreadable("model packages cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<ObjectValue> read(String uri) {
    try {
      return objects
          .read(uri)
          .flatMap(bytes -> JsonReader.readOwn(new String(bytes, UTF_8)).asObject());
    } catch (IOException e) {
      throw new ContentUnreadable("a model package cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<String> groupIn(String nameOrArn) {
    Matcher matcher = GROUP.matcher(nameOrArn);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String uri(String name) {
    return FOLDER + name + ".json";
  }

  private static String uri(String group, int version) {
    return FOLDER + group + "/" + version + ".json";
  }
}
