package dev.stepcache.application;

import dev.stepcache.application.ExecutionReport.StepReport;
import dev.stepcache.domain.run.ExecutionId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Several that listen, each told all, in their order. */
public record ExecutionListeners(List<ExecutionListener> all) implements ExecutionListener {

  public ExecutionListeners {
    all = List.copyOf(all);
  }

  @Override
  public void began(ExecutionId execution) {
    all.forEach(one -> one.began(execution));
  }

  @Override
  public void started(StepReport step, Path log) {
    all.forEach(one -> one.started(step, log));
  }

  @Override
  public void waiting(StepReport step, String why) {
    all.forEach(one -> one.waiting(step, why));
  }

  @Override
  public void retrying(StepReport step, String reason, Duration pause) {
    all.forEach(one -> one.retrying(step, reason, pause));
  }

  @Override
  public void ended(StepReport step) {
    all.forEach(one -> one.ended(step));
  }

  @Override
  public void over(ExecutionReport execution) {
    all.forEach(one -> one.over(execution));
  }

  @Override
  public void noted(String message) {
    all.forEach(one -> one.noted(message));
  }

  @Override
  public void warned(String message) {
    all.forEach(one -> one.warned(message));
  }
}
