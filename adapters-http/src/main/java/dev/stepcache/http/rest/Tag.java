package dev.stepcache.http.rest;

import dev.stepcache.application.port.PipelineCatalog.RegisteredPipeline;
import java.util.Arrays;
import java.util.Optional;

/**
 * The entity tag of something that changes (RFC 9110). That of a pipeline is its revision, with the
 * id: one that was deleted and created again under the same name is another.
 */
record Tag(String text) {

  static Tag of(RegisteredPipeline pipeline) {
    return new Tag("\"%d.%s\"".formatted(pipeline.revision(), pipeline.id().text()));
  }

  /** That of a version of a pipeline's definition, which never changes. */
  static Tag of(RegisteredPipeline pipeline, long version) {
    return new Tag("\"v%d.%s\"".formatted(version, pipeline.id().text()));
  }

  /** Whether whoever asks has it already, and says so. */
  boolean isKnownTo(Asked asked) {
    return asked.header("If-None-Match").filter(this::isIn).isPresent();
  }

  Answer unchanged() {
    return Answer.empty(304).with("ETag", text);
  }

  private boolean isIn(String header) {
    return header.strip().equals("*")
        || Arrays.stream(header.split(","))
            .map(tag -> tag.strip())
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(text::equals);
  }

  /** Refuses a change of another pipeline, or another state of it, than the request names. */
  static void requireMatch(Asked asked, Optional<RegisteredPipeline> now) {
    Optional<String> match = asked.header("If-Match");
    if (match.isPresent() && now.map(Tag::of).filter(tag -> tag.isIn(match.get())).isEmpty()) {
      throw outdated(now.map(Tag::of));
    }
    Optional<String> noneMatch = asked.header("If-None-Match");
    if (noneMatch.isPresent()
        && now.map(Tag::of).filter(tag -> tag.isIn(noneMatch.get())).isPresent()) {
      throw new Refused(Problem.Kind.OUTDATED, "there is one already");
    }
  }

  static Refused outdated(Optional<Tag> now) {
    return new Refused(
        Problem.Kind.OUTDATED,
        now.map(tag -> "the ETag is " + tag.text()).orElse("there is no such pipeline"));
  }
}
