package dev.stepcache.application.json;

import dev.stepcache.domain.attribute.AttributePath;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.pipeline.DefinitionLint;
import dev.stepcache.domain.pipeline.PipelineDefinition;
import dev.stepcache.domain.pipeline.Problem;
import dev.stepcache.domain.pipeline.Problem.Code;
import dev.stepcache.domain.pipeline.Problem.Severity;
import dev.stepcache.domain.step.CacheableTypes;
import io.vavr.collection.Seq;
import java.util.List;
import java.util.Locale;

/**
 * What is wrong, or probably not meant, in a definition, and the document that says it (SPEC 7).
 */
public record ProblemsDocument(List<Problem> problems) {

  public ProblemsDocument {
    problems = List.copyOf(problems);
  }

  public static ProblemsDocument of(AttributeValue definition, CacheableTypes cacheable) {
    return new ProblemsDocument(
        PipelineDefinition.read(definition)
            .fold(Seq::asJava, read -> DefinitionLint.of(read, cacheable)));
  }

  /** That something is no JSON, and so no definition. */
  public static ProblemsDocument of(JsonFault fault) {
    return new ProblemsDocument(
        List.of(new Problem(Severity.ERROR, AttributePath.ROOT, Code.MALFORMED, fault.toString())));
  }

  /** Whether it can be run: warnings do no harm. */
  public boolean isValid() {
    return problems.stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
  }

  public JsonObject json() {
    return new JsonObject()
        .put("valid", isValid())
        .put("problems", problems.stream().map(ProblemsDocument::document).toList());
  }

  private static JsonObject document(Problem problem) {
    return new JsonObject()
        .put("severity", spelling(problem))
        .put("pointer", problem.path().pointer())
        .put("code", problem.code().name())
        .put("message", problem.message());
  }

  public static String spelling(Problem problem) {
    return problem.severity().name().toLowerCase(Locale.ROOT);
  }
}
