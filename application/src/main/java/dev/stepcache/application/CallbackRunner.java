package dev.stepcache.application;

import dev.stepcache.application.json.JsonReader;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.CallbackAnswer;
import dev.stepcache.application.port.RunHistory.StepCallback;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.application.port.StepRunner;
import dev.stepcache.domain.attribute.AttributeValue;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import dev.stepcache.domain.pipeline.OutputParameters;
import dev.stepcache.domain.run.RunKind;
import dev.stepcache.domain.step.Step;
import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Has Callback steps wait until somebody outside tells their end under a token, as SageMaker does
 * with a message in a queue (X3). A command that is configured for such a step is what sends the
 * message: it finds {@code CallbackToken} in the step. Where it gives outputs itself, nothing is
 * waited for. All other steps are left to another runner.
 */
public final class CallbackRunner implements StepRunner {
  private static final String TOKEN = "CallbackToken";

  private final StepRunner others;
  private final RunHistory history;
  private final Identifiers identifiers;
  private final InstantSource clock;

  public CallbackRunner(
      StepRunner others, RunHistory history, Identifiers identifiers, InstantSource clock) {
    this.others = others;
    this.history = history;
    this.identifiers = identifiers;
    this.clock = clock;
  }

  @Override
  public RunKind kind() {
    return others.kind();
  }

  @Override
  public boolean makesModels() {
    return others.makesModels();
  }

  @Override
  public Optional<String> refusal(StepName name, StepType type, ObjectValue content) {
    return waits(type) ? Optional.empty() : others.refusal(name, type, content);
  }

  @Override
  public SortedMap<String, String> program(Step step) throws IOException {
    return others.program(step);
  }

  @Override
  public Result run(Job job) throws InterruptedException {
    return waits(job.step().type()) ? await(job) : others.run(job);
  }

  private boolean waits(StepType type) {
    return type.equals(StepType.CALLBACK) && others.kind() == RunKind.REAL;
  }

  private Result await(Job job) throws InterruptedException {
    String token = identifiers.callbackToken();
    try {
      history.expect(
          new StepCallback(
              token, job.execution(), job.step().name(), clock.instant(), Optional.empty()));
      if (!others.program(job.step()).isEmpty()) {
        Result sent = others.run(job.with(TOKEN, AttributeValue.text(token)));
        if (!(sent instanceof Result.Done(ObjectValue told, var stored, var written))
            || !told.isEmpty()) {
          return sent;
        }
      }
    } catch (RunHistoryUnavailable outage) {
      return new Result.Failed("nobody can be asked: " + outage.message());
    } catch (IOException unreadable) {
      return new Result.Failed("its command cannot be read: " + unreadable.getMessage());
    }
    job.notes()
        .accept(
            "step %s waits until stepcache callback %s tells its end"
                .formatted(job.step().name(), token));
    return result(job.step(), token, answer(token));
  }

  private CallbackAnswer answer(String token) throws InterruptedException {
    GrowingPause pause = new GrowingPause();
    while (true) {
      try {
        Optional<CallbackAnswer> answer = history.findCallback(token).flatMap(StepCallback::answer);
        if (answer.isPresent()) {
          return answer.get();
        }
      } catch (RunHistoryUnavailable outage) {
        // An answer may be there when the history is back.
      }
      Thread.sleep(pause.next());
    }
  }

  private static Result result(Step step, String token, CallbackAnswer answer) {
    return switch (answer) {
      case CallbackAnswer.Failure(String reason) -> new Result.Failed(reason);
      case CallbackAnswer.Success(String outputs) ->
          OutputParameters.of(step, JsonReader.readOwn(outputs))
              .fold(
                  Result.Failed::new,
                  typed ->
                      new Result.Done(
                          ObjectValue.EMPTY
                              .with(TOKEN, AttributeValue.text(token))
                              .with(OutputParameters.MEMBER, typed),
                          new TreeMap<>(),
                          Set.of()));
    };
  }
}
