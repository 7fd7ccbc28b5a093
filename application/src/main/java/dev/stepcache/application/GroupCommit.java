package dev.stepcache.application;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Facts that many keep at once. What comes while others are being written is written together next,
 * by one of those who wait for it; nobody returns before his own fact is written, and nobody fails
 * for what another brought. Who comes alone writes alone and at once.
 */
public final class GroupCommit<F, A> {
  private final int most;
  private final Function<List<F>, List<A>> writing;
  private final ReentrantLock queueing = new ReentrantLock();
  private final Queue<Waiting<F, A>> queue = new ArrayDeque<>();
  private boolean someoneWrites;

  /**
   * Writes groups.
   *
   * @param most how many facts make a group
   * @param writing writes facts, all or nothing, and answers each in its place
   */
  public GroupCommit(int most, Function<List<F>, List<A>> writing) {
    this.most = most;
    this.writing = writing;
  }

  /**
   * Somebody who waits.
   *
   * @param next what he does when his turn comes
   */
  private record Waiting<F, A>(F fact, CompletableFuture<Supplier<A>> next) {}

  /** Returns when the fact is written, with the answer to it. */
  public A write(F fact) {
    Waiting<F, A> mine = new Waiting<>(fact, new CompletableFuture<>());
    queueing.lock();
    try {
      queue.add(mine);
      if (!someoneWrites) {
        giveTurnToFirst();
      }
    } finally {
      queueing.unlock();
    }
    return mine.next.join().get();
  }

  private void giveTurnToFirst() {
    Optional<Waiting<F, A>> first = Optional.ofNullable(queue.peek());
    someoneWrites = first.isPresent();
    first.ifPresent(waiting -> waiting.next.complete(this::writeGroup));
  }

  /** What the first in the queue does. */
  private A writeGroup() {
    List<Waiting<F, A>> group = takeGroup();
    List<Supplier<A>> outcomes = eachAlone(group);
    try {
      outcomes = together(group);
    } finally {
      // First those of this group: what they bring next may still join the next one.
      for (int i = 1; i < group.size(); i++) {
        group.get(i).next.complete(outcomes.get(i));
      }
      endTurn();
    }
    return outcomes.get(0).get();
  }

  private List<Waiting<F, A>> takeGroup() {
    List<Waiting<F, A>> group = new ArrayList<>();
    queueing.lock();
    try {
      while (group.size() < most && !queue.isEmpty()) {
        group.add(queue.remove());
      }
      return group;
    } finally {
      queueing.unlock();
    }
  }

  private void endTurn() {
    queueing.lock();
    try {
      giveTurnToFirst();
    } finally {
      queueing.unlock();
    }
  }

  private List<Supplier<A>> together(List<Waiting<F, A>> group) {
    try {
      List<A> answers = writing.apply(group.stream().map(Waiting::fact).toList());
      return answers.stream().<Supplier<A>>map(answer -> () -> answer).toList();
    } catch (RuntimeException failed) {
      return group.size() > 1 ? eachAlone(group) : List.of(failing(failed));
    }
  }

  /** So that each one finds out whether he is the one who fails. */
  private List<Supplier<A>> eachAlone(List<Waiting<F, A>> group) {
    return group.stream()
        .<Supplier<A>>map(waiting -> () -> writing.apply(List.of(waiting.fact)).get(0))
        .toList();
  }

  private static <A> Supplier<A> failing(RuntimeException failed) {
    return () -> {
      throw failed;
    };
  }
}
