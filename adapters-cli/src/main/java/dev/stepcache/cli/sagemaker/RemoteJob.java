package dev.stepcache.cli.sagemaker;

import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** A job that a service does, seen from here: it is asked for, watched and told of in the log. */
record RemoteJob(Job job, AwsCalls calls, Backoff backoff) {

  ObjectValue arguments() {
    return job.step().arguments();
  }

  ObjectValue call(AwsService service, String operation, ObjectValue request)
      throws AwsFault, InterruptedException {
    return calls.call(service, operation, request);
  }

  /**
   * A call that begins something. Its answer is waited for even when the work is wanted no more: it
   * may be all that says what is to be stopped. An interruption shows at the next call or pause.
   */
  ObjectValue begin(AwsService service, String operation, ObjectValue request) throws AwsFault {
    FutureTask<ObjectValue> answer = new FutureTask<>(() -> call(service, operation, request));
    Thread unused = Thread.ofVirtual().start(answer);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException wantedNoMore) {
          interrupted = true;
        } catch (ExecutionException failed) {
          if (failed.getCause() instanceof AwsFault fault) {
            throw fault;
          }
          throw new IllegalStateException(operation + " broke", failed.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Asks again and again until the work is over. That the service cannot be asked for a while is no
   * end of the work.
   *
   * @param going the states that are none of its ends
   */
  ObjectValue watch(
      AwsService service,
      String operation,
      ObjectValue request,
      Function<ObjectValue, String> state,
      Set<String> going)
      throws AwsFault, InterruptedException {
    String last = "";
    for (int looks = 0; ; looks++) {
      try {
        ObjectValue answer = call(service, operation, request);
        String now = state.apply(answer);
        if (!now.equals(last)) {
          tell(now);
          last = now;
        }
        if (!going.contains(now)) {
          return answer;
        }
      } catch (AwsFault fault) {
        if (!fault.isPassing()) {
          throw fault;
        }
        tell("asked in vain: " + fault.reason());
      }
      Thread.sleep(backoff.after(looks));
    }
  }

  /** Asks for the end of work that is no longer wanted, or is over already. */
  void stop(AwsService service, String operation, ObjectValue request) throws InterruptedException {
    try {
      tell(operation);
      ObjectValue unused = call(service, operation, request);
    } catch (AwsFault notStopped) {
      tell("it may go on: " + notStopped.reason());
    }
  }

  /** A line in the job's log. */
  void tell(String line) {
    try {
      Files.createDirectories(job.log().toAbsolutePath().getParent());
      Files.writeString(
          job.log(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException notTold) {
      // The work goes on elsewhere, and counts more than its log.
    }
  }
}
