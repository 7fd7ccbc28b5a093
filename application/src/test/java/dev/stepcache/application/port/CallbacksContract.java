package dev.stepcache.application.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepcache.application.port.RunHistory.CallbackAnswer;
import dev.stepcache.application.port.RunHistory.StepCallback;
import dev.stepcache.domain.run.ExecutionId;
import dev.stepcache.domain.step.StepName;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Steps that wait for somebody outside to tell their end (X3). */
public interface CallbacksContract extends HistoryUnderTest {
  CallbackAnswer SUCCESS = new CallbackAnswer.Success("{\"verdict\":\"é\"}");
  CallbackAnswer FAILURE = new CallbackAnswer.Failure("nobody was there");

  @Test
  default void a_callback_is_open_until_it_is_answered() {
    ExecutionId execution = going("e1");
    StepCallback later = asked("token00002", execution, NOON.plus(MINUTE));
    StepCallback earlier = asked("token00001", execution, NOON);
    assertThat(history().openCallbacks()).containsExactly(earlier, later);
    assertThat(history().findCallback(later.token())).contains(later);

    assertThat(history().answer(later.token(), SUCCESS)).isTrue();

    assertThat(history().openCallbacks()).containsExactly(earlier);
    assertThat(history().findCallback(later.token())).contains(later.answered(SUCCESS));
  }

  @Test
  default void the_first_answer_stays_and_may_be_told_again() {
    StepCallback callback = asked("token00001", going("e1"), NOON);

    assertThat(history().answer(callback.token(), FAILURE)).isTrue();
    assertThat(history().answer(callback.token(), FAILURE)).isTrue();
    assertThat(history().answer(callback.token(), SUCCESS)).isFalse();
    history().expect(callback);

    assertThat(history().findCallback(callback.token())).contains(callback.answered(FAILURE));
  }

  @Test
  default void a_token_that_nobody_asked_with_has_no_callback() {
    assertThat(history().answer("token00009", SUCCESS)).isFalse();
    assertThat(history().findCallback("token00009")).isEmpty();
  }

  @Test
  default void nobody_waits_in_an_execution_that_has_ended() {
    ExecutionId execution = going("e1");
    StepCallback callback = asked("token00001", execution, NOON);

    history().end(Executions.ended("e1", pipeline(), NOON));

    assertThat(history().openCallbacks()).isEmpty();
    assertThat(history().findCallback(callback.token())).contains(callback);
    history().prune(NOON.plus(MINUTE));
    assertThat(history().findCallback(callback.token())).isEmpty();
  }

  private ExecutionId going(String id) {
    Execution begun = Executions.begun(id, pipeline(), NOON);
    history().begin(begun, Optional.empty());
    return begun.id();
  }

  private StepCallback asked(String token, ExecutionId execution, Instant at) {
    StepCallback callback =
        new StepCallback(token, execution, new StepName("Ask"), at, Optional.empty());
    history().expect(callback);
    return callback;
  }
}
