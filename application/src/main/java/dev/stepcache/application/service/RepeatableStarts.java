package dev.stepcache.application.service;

import dev.stepcache.application.Identifiers;
import dev.stepcache.application.port.Agreements;
import dev.stepcache.application.port.Agreements.Claim;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.service.PipelineFault.Kind;
import dev.stepcache.domain.run.ExecutionId;
import io.vavr.control.Either;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Starts executions that are asked for under a token of the client's: however often, and at
 * whichever nodes, one execution comes of it. A start that was refused may be asked for again.
 */
public final class RepeatableStarts {
  private static final int LOCKS = 64;

  private final PipelineStarts starts;
  private final RunHistory history;
  private final Agreements agreements;
  private final Identifiers identifiers;

  /** Of equal ids one is started after the other; what shares a lock by chance waits as well. */
  private final List<ReentrantLock> alone =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

  public RepeatableStarts(
      PipelineStarts starts, RunHistory history, Agreements agreements, Identifiers identifiers) {
    this.starts = starts;
    this.history = history;
    this.agreements = agreements;
    this.identifiers = identifiers;
  }

  /**
   * What a client calls a request that it may send again.
   *
   * @param scope whose token it is, and for what
   * @param request the digest of what is asked for
   */
  public record Token(String scope, String text, String request) {}

  /** Starts what was ordered; without a token each time anew. */
  public Either<List<PipelineFault>, ExecutionId> start(StartOrder order, Optional<Token> token) {
    ExecutionId id = identifiers.execution();
    return token
        .map(given -> starts.request(order).flatMap(checked -> start(order, given, id)))
        .orElseGet(() -> starts.start(order, id));
  }

  private Either<List<PipelineFault>, ExecutionId> start(
      StartOrder order, Token token, ExecutionId id) {
    Claim claim =
        agreements.claim(
            token.scope(),
            token.text(),
            new Claim(token.request(), id.text()),
            history.clock().instant());
    if (!claim.request().equals(token.request())) {
      return Either.left(
          List.of(
              new PipelineFault(
                  Kind.INVALID,
                  "",
                  "%s was sent before with another request".formatted(token.text()))));
    }
    ExecutionId agreed = new ExecutionId(claim.answer());
    ReentrantLock lock = alone.get(Math.floorMod(agreed.hashCode(), LOCKS));
    lock.lock();
    try {
      if (isStarted(agreed)) {
        return Either.right(agreed);
      }
      Either<List<PipelineFault>, ExecutionId> started = starts.start(order, agreed);
      // Another node may have been first: only one of them begins it.
      return started.isLeft() && isStarted(agreed) ? Either.right(agreed) : started;
    } finally {
      lock.unlock();
    }
  }

  private boolean isStarted(ExecutionId id) {
    return history.status(id).isPresent();
  }
}
