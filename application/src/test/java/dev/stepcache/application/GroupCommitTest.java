package dev.stepcache.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GroupCommitTest {
  private static final int REFUSED = 13;
  private static final int NONE = -1;

  private final List<List<Integer>> groups = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch firstIsWriting = new CountDownLatch(1);
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);
  private int refused = REFUSED;

  @Test
  void who_comes_alone_writes_alone() {
    GroupCommit<Integer, String> commit = new GroupCommit<>(10, this::write);
    assertThat(commit.write(1)).isEqualTo("1 is written");
    assertThat(commit.write(2)).isEqualTo("2 is written");
    assertThat(groups).containsExactly(List.of(1), List.of(2));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> commit.write(REFUSED))
        .withMessage("13 is refused");
    assertThat(groups).hasSize(3);
    assertThat(commit.write(3)).isEqualTo("3 is written");
  }

  @Test
  void what_comes_meanwhile_is_written_together_and_each_is_answered_for_himself()
      throws Exception {
    refused = NONE;
    List<Future<String>> answers = crowd(10);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).get()).isEqualTo(i + " is written");
    }
    assertThat(groups.get(0)).containsExactly(0);
    assertThat(groups.get(1)).hasSize(10);
    assertThat(groups).hasSize(3).allSatisfy(group -> assertThat(group).hasSizeBetween(1, 10));
  }

  @Test
  void a_fact_that_is_refused_fails_for_who_brought_it_alone() throws Exception {
    List<Future<String>> answers = crowd(100);
    for (int i = 0; i < answers.size(); i++) {
      Future<String> answer = answers.get(i);
      if (i == REFUSED) {
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(answer::get)
            .withMessageContaining("13 is refused");
      } else {
        assertThat(answer.get()).isEqualTo(i + " is written");
      }
    }
    assertThat(groups.get(1)).hasSize(19);
  }

  /** The first of twenty comes before the others and writes until all of these wait. */
  private List<Future<String>> crowd(int most) throws Exception {
    GroupCommit<Integer, String> commit = new GroupCommit<>(most, this::writeSlowlyAtFirst);
    List<Thread> waiting = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
      List<Future<String>> answers =
          new ArrayList<>(List.of(threads.submit(() -> commit.write(0))));
      firstIsWriting.await();
      IntStream.range(1, 20)
          .<Callable<String>>mapToObj(i ->
              () -> {
                waiting.add(Thread.currentThread());
                return commit.write(i);
              })
          .forEach(write -> answers.add(threads.submit(write)));
      while (waiting.size() < 19
          || waiting.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
        Thread.onSpinWait();
      }
      firstMayEnd.countDown();
      return answers;
    }
  }

  private List<String> writeSlowlyAtFirst(List<Integer> facts) {
    if (facts.equals(List.of(0))) {
      firstIsWriting.countDown();
      try {
        firstMayEnd.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return write(facts);
  }

  private List<String> write(List<Integer> facts) {
    groups.add(facts);
    if (facts.contains(refused)) {
      throw new IllegalStateException(REFUSED + " is refused");
    }
    return facts.stream().map(fact -> fact + " is written").toList();
  }
}
