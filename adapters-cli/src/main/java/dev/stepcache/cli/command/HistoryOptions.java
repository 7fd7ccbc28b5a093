package dev.stepcache.cli.command;

import dev.stepcache.application.port.Execution;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.RunHistoryUnavailable;
import dev.stepcache.domain.step.PipelineName;
import picocli.CommandLine.Mixin;

/** What commands about the history are told of it. */
public final class HistoryOptions {
  @Mixin private GlobalOptions global = new GlobalOptions();

  Session open(Invocation invocation) {
    return invocation.sessions().open(global.settings(invocation));
  }

  /** The living pipeline that the user names. */
  static Pipeline pipeline(RunHistory history, String name) {
    PipelineName known = Names.pipeline(name);
    return history
        .findPipeline(known)
        .orElseThrow(() -> CommandFailure.notFound("there is no pipeline " + known));
  }

  /** The execution that the user names. */
  static Execution execution(RunHistory history, String id) {
    return history
        .findExecution(Names.execution(id))
        .orElseThrow(() -> CommandFailure.notFound("there is no execution " + id));
  }

  /** Ends what nobody keeps going any more, so that it is told as it is (X9). */
  static void stopAbandoned(RunHistory history) {
    try {
      history.stopAbandoned(history.clock().instant());
    } catch (RunHistoryUnavailable readOnly) {
      // It can be read all the same; if not even that, the next question says so.
      return;
    }
  }
}
