package dev.stepcache.cli.runner;

import dev.stepcache.application.content.ContentUnreadable;
import dev.stepcache.application.content.ModelPackages;
import dev.stepcache.application.content.Places;
import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Makes checks of the processing jobs that ClarifyCheck and QualityCheck steps are for another
 * runner: it gives them the baseline to compare with, and judges by the violations they tell of.
 */
final class CheckRunner implements StepRunner {
  private static final String REPORT = "ViolationReport";
  private static final String VIOLATIONS = "constraint_violations.json";

  private final StepRunner others;
  private final ModelPackages packages;
  private final ObjectStore objects;

  CheckRunner(StepRunner others, ModelPackages packages, ObjectStore objects) {
    this.others = others;
    this.packages = packages;
    this.objects = objects;
  }

  @Override
  public RunKind kind() {
    return others.kind();
  }

  @Override
  public Optional<String> refusal(StepName name, StepType type, ObjectValue content) {
    return others.refusal(name, type, content);
  }

  @Override
  public SortedMap<String, String> program(Step step) throws IOException {
    return others.program(step);
  }

  @Override
  public Result run(Job job) throws InterruptedException {
    if (!Check.is(job.step().type())) {
      return others.run(job);
    }
    try {
      Check check = new Check(job.step());
      Baseline earlier = earlier(check);
      Step step = check.isSkipped() ? job.step() : check.with(earlier);
      Result result =
          others.run(
              new Job(
                  job.pipeline(),
                  job.execution(),
                  step,
                  job.name(),
                  job.scratch(),
                  job.log(),
                  job.notes()));
      return result instanceof Result.Done done ? judged(job, check, earlier, done) : result;
    } catch (JobFailure failure) {
      return new Result.Failed(failure.reason());
    } catch (IOException | ContentUnreadable unreadable) {
      return new Result.Failed("InternalError: " + unreadable.getMessage());
    }
  }

  /** The baseline of before, which must be there unless nothing asks for it. */
  private Baseline earlier(Check check) throws JobFailure {
    Baseline earlier =
        check
            .group()
            .flatMap(packages::latestApproved)
            .map(found -> check.supplied().or(check.of(found)))
            .orElseGet(check::supplied);
    boolean needed = !check.isSkipped() || !check.registersNewBaseline();
    if (needed && earlier.constraints().isEmpty()) {
      throw new JobFailure(
          "ClientError: there is no earlier baseline: no SuppliedBaselineConstraints, and no"
              + " approved model package with DriftCheckBaselines of this check in %s; the first"
                  .formatted(check.group().map("the group "::concat).orElse("any group"))
              + " run has SkipCheck and RegisterNewBaseline true");
    }
    return earlier;
  }

  private Result judged(Job job, Check check, Baseline earlier, Result.Done done)
      throws IOException, JobFailure {
    Baseline calculated =
        new Baseline(
            check.left(check.constraintsFile()).filter(uri -> isWritten(done, uri)),
            check
                .left("statistics.json")
                .filter(uri -> check.isOfQuality() && isWritten(done, uri)));
    Baseline used = check.registersNewBaseline() ? calculated : earlier;
    ObjectValue described = check.described(job.name(), calculated, used);
    Optional<String> report =
        check.isSkipped() ? Optional.empty() : violationReport(job, check, done);
    if (report.isPresent()) {
      described = described.with(REPORT, AttributeValue.text(report.get()));
    }
    for (Map.Entry<String, AttributeValue> own : done.described().members().entrySet()) {
      described = described.with(own.getKey(), own.getValue());
    }
    return new Result.Done(described, done.stored(), done.written());
  }

  /** Where the job tells of violations, if there are any; whether that may be is up to the step. */
  private Optional<String> violationReport(Job job, Check check, Result.Done done)
      throws IOException, JobFailure {
    Optional<String> uri =
        done.described()
            .textMember(REPORT)
            .or(() -> check.left(VIOLATIONS).filter(place -> isWritten(done, place)));
    if (uri.isEmpty()) {
      return Optional.empty();
    }
    List<AttributeValue> violations = violations(uri.get());
    if (violations.isEmpty()) {
      return Optional.empty();
    }
    String told =
        "%d violation%s, see %s; the first is %s"
            .formatted(
                violations.size(),
                violations.size() == 1 ? "" : "s",
                uri.get(),
                Texts.of(violations.get(0)));
    if (check.failsOnViolation()) {
      throw new JobFailure("ClientError: Check failed with " + told);
    }
    job.notes().accept("step %s has %s".formatted(job.step().name(), told));
    return uri;
  }

  private List<AttributeValue> violations(String uri) throws IOException, JobFailure {
    byte[] document =
        objects
            .read(uri)
            .orElseThrow(() -> new JobFailure("ClientError: there is no violation report " + uri));
    return JsonReader.read(document)
        .getOrElseThrow(fault ->
            new JobFailure(
                "ClientError: the violation report %s is no JSON: %s".formatted(uri, fault)))
        .asObject()
        .orElseThrow(() ->
            new JobFailure("ClientError: the violation report %s is no object".formatted(uri)))
        .itemsOf("violations");
  }

  /** A command may write anywhere below a place; what it left there before counts as well. */
  private boolean isWritten(Result.Done done, String uri) {
    try {
      return done.stored().containsKey(uri)
          || (done.written().stream().anyMatch(place -> Places.overlap(place, uri))
              && objects.read(uri).isPresent());
    } catch (IOException unreadable) {
      throw new ContentUnreadable(uri + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }
}
