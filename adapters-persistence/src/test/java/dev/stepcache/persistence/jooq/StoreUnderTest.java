package dev.stepcache.persistence.jooq;

import dev.stepcache.application.port.RunHistory.Pipeline;
import dev.stepcache.application.port.Store;
import dev.stepcache.domain.step.PipelineName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/** A store, and the words in which its contracts speak of it. */
interface StoreUnderTest {
  Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  Duration MINUTE = Duration.ofMinutes(1);

  /** Empty when a test begins. */
  Store store();

  /** The same store as another process of the service has opened it. */
  Store ofAnotherNode();

  default Pipeline pipeline(String name) {
    return store().history().openPipeline(new PipelineName(name), NOON);
  }

  /** What sixteen threads of two nodes are answered that ask at once, each with its number. */
  default <T> List<T> atOnce(BiFunction<Store, Integer, T> question) throws Exception {
    List<Callable<T>> asking = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      int number = i;
      asking.add(() -> question.apply(number % 2 == 0 ? store() : ofAnotherNode(), number));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : threads.invokeAll(asking)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }
}
