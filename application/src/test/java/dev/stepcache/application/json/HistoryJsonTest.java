package dev.stepcache.application.json;

import static dev.stepcache.domain.attribute.Values.list;
import static dev.stepcache.domain.attribute.Values.number;
import static dev.stepcache.domain.attribute.Values.object;
import static dev.stepcache.domain.attribute.Values.value;
import static dev.stepcache.domain.run.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.ExecutedStep;
import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.HistoryRecord;
import dev.stepcache.application.port.HistoryRecord.OfExecution;
import dev.stepcache.application.port.HistoryRecord.OfPipeline;
import dev.stepcache.application.port.HistoryRecord.OfRefresh;
import dev.stepcache.application.port.HistoryRecord.OfRun;
import dev.stepcache.application.port.HistoryRecord.OfStep;
import dev.stepcache.application.port.HistoryRecord.Retraction;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.CanonicalJson;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.run.PipelineId;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.run.StepOutputs;
import dev.stepcache.domain.run.StepOutputs.Kept;
import dev.stepcache.domain.run.StepRun;
import dev.stepcache.domain.run.StepRunId;
import dev.stepcache.domain.run.StepScope;
import dev.stepcache.domain.signature.KeyDocument;
import dev.stepcache.domain.step.PipelineName;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A fact of a history")
class HistoryJsonTest {
  private static final String ODD = "a \"b\"\n\\ é 🦪 \u2028";
  private static final PipelineId PIPELINE = new PipelineId("pipeline-1");
  private static final ExecutionId EXECUTION = new ExecutionId("execution-1");
  private static final KeyDocument KEY =
      KeyDocument.of(
          StepType.TRAINING,
          object("Arguments", object("HyperParameters", object(ODD, list(number("1e300"), null)))),
          Map.of("s3://b/" + ODD, "digest", "command:", "other digest"));
  private static final StepRun.Executing EXECUTING = run(RunKind.REAL, Optional.of(EXECUTION));

  @ParameterizedTest
  @DisplayName("X9: is read back from its line as it was written")
  @MethodSource("facts")
  void is_read_back_as_it_was_written(HistoryRecord fact) {
    String line = HistoryJson.write(fact);
    assertThat(line).doesNotContain("\n", "\r");
    assertThat(HistoryJson.read(line)).containsExactly(fact);
  }

  static Stream<HistoryRecord> facts() {
    Kept kept = new Kept("store-1", new TreeMap<>(Map.of("s3://b/" + ODD, "digest")));
    Retraction retraction = new Retraction(NOON.plusMillis(1), ODD);
    return Stream.of(
            Stream.of(
                new OfPipeline(
                    new Pipeline(PIPELINE, new PipelineName(ODD), NOON, Optional.empty())),
                new OfPipeline(
                    new Pipeline(
                        PIPELINE,
                        new PipelineName("p "),
                        Instant.parse("-0001-01-01T00:00:00Z"),
                        Optional.of(Instant.parse("+10000-01-01T00:00:00.001Z")))),
                new OfRefresh(PIPELINE, Optional.empty(), NOON),
                new OfRefresh(PIPELINE, Optional.of(new StepName(ODD)), NOON.plusMillis(999))),
            Stream.<StepRun>of(
                    EXECUTING,
                    run(RunKind.SIMULATED, Optional.empty()),
                    EXECUTING.fail(NOON.plusSeconds(1), ODD),
                    EXECUTING.stop(NOON, ""),
                    EXECUTING.succeed(
                        NOON.plusMillis(1), new StepOutputs(value(null), Optional.of(kept))))
                .map(run -> new OfRun(run, Optional.empty())),
            jobs()
                .map(job ->
                    new OfRun(
                        EXECUTING.succeed(NOON, StepOutputs.of(job)), Optional.of(retraction))),
            Arrays.stream(Execution.Status.values()).map(HistoryJsonTest::execution),
            Arrays.stream(ExecutedStep.Status.values()).map(HistoryJsonTest::step))
        .flatMap(facts -> facts);
  }

  private static Stream<AttributeValue> jobs() {
    return Stream.of(
        value(null),
        value(""),
        value(false),
        number("-1.5e-9"),
        list(),
        list(value(null), list(value(null))),
        object(),
        object("Model", object(ODD, ODD), "Count", 9007199254740993L));
  }

  private static HistoryRecord execution(Execution.Status status) {
    return new OfExecution(
        new Execution(
            EXECUTION,
            PIPELINE,
            RunKind.SIMULATED,
            status,
            NOON,
            status.isTerminal() ? Optional.of(NOON.plusSeconds(1)) : Optional.empty(),
            status == Execution.Status.FAILED ? Optional.of(ODD) : Optional.empty(),
            "{\"Steps\": [\n]} " + ODD,
            "{\"Eta\":0.1}",
            "{\"maxParallel\":4}",
            3));
  }

  private static HistoryRecord step(ExecutedStep.Status status) {
    boolean ended = status != ExecutedStep.Status.EXECUTING;
    return new OfStep(
        EXECUTION,
        new ExecutedStep(
            status.spelling().length(),
            new StepName(ODD),
            new StepType("Unheard"),
            status,
            ended ? Optional.of(new StepRunId("run-1")) : Optional.empty(),
            ended ? Optional.empty() : Optional.of(new StepRunId("run-2")),
            ended ? Optional.empty() : Optional.of(new ExecutionId("abcdefghijkl")),
            ended ? Optional.of("{\"outcome\":\"MISS\"}") : Optional.empty(),
            ended ? Optional.of("{\"a\":1}") : Optional.empty(),
            ended ? 2 : 0,
            ended ? 1 : 0,
            NOON,
            ended ? Optional.of(NOON.plusMillis(250)) : Optional.empty(),
            ended ? Optional.of(ODD) : Optional.empty()));
  }

  private static StepRun.Executing run(RunKind kind, Optional<ExecutionId> execution) {
    return new StepRun.Executing(
        new StepRunId("run-1"),
        new StepScope(PIPELINE, new StepName(ODD), StepType.TRAINING, kind),
        KEY,
        execution,
        NOON);
  }

  @Test
  @DisplayName("is the same line whenever it is written")
  void is_the_same_line_whenever_it_is_written() {
    assertThat(HistoryJson.write(new OfRefresh(PIPELINE, Optional.empty(), NOON)))
        .isEqualTo(
            "{\"before\":\"2026-03-31T12:00:00.000Z\",\"fact\":\"refresh\","
                + "\"pipeline\":\"pipeline-1\"}");
  }

  @ParameterizedTest
  @DisplayName("X9: that is cut short, or is none, is told and not taken for another")
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "null",
        "{}",
        "{\"fact\":\"run\"",
        "{\"fact\":\"run\"}",
        "{\"fact\":\"unheard\"}",
        "{\"fact\":1}",
        "{\"fact\":\"refresh\",\"pipeline\":\"p\"}",
        "{\"fact\":\"refresh\",\"pipeline\":\"p\",\"before\":\"soon\"}",
        "{\"fact\":\"refresh\",\"pipeline\":\"\",\"before\":\"2026-03-31T12:00:00.000Z\"}",
        "{\"fact\":\"pipeline\",\"id\":\"p\",\"name\":1,\"createdAt\":\"2026-03-31T12:00:00.000Z\"}"
      })
  void that_is_none_is_told(String line) {
    assertThat(HistoryJson.read(line).isLeft()).isTrue();
  }

  @Test
  @DisplayName("X9: of which any end is missing is never taken for a whole one")
  void of_which_any_end_is_missing_is_never_taken_for_a_whole_one() {
    facts()
        .forEach(fact -> {
          String line = HistoryJson.write(fact);
          for (int end = 0; end < line.length(); end++) {
            assertThat(HistoryJson.read(line.substring(0, end)).isLeft()).isTrue();
          }
        });
  }

  @ParameterizedTest
  @DisplayName("has no status, position or kind but the known ones")
  @ValueSource(strings = {"status", "position", "kind"})
  void has_none_but_the_known(String member) {
    Stream.of(
            HistoryJson.write(execution(Execution.Status.FAILED)),
            HistoryJson.write(step(ExecutedStep.Status.FAILED)),
            HistoryJson.write(new OfRun(EXECUTING, Optional.empty())))
        .map(line -> JsonReader.readOwn(line).asObject().orElseThrow())
        .filter(fact -> fact.member(member).isPresent())
        .forEach(fact -> {
          String other = CanonicalJson.text(fact.with(member, value("Other")));
          assertThat(HistoryJson.read(other).isLeft()).isTrue();
        });
  }
}
