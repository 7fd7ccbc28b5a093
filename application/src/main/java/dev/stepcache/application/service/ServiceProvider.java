package dev.stepcache.application.service;

import dev.stepcache.application.UseCases;
import dev.stepcache.application.port.Store;

/**
 * Something that offers the use cases to others over a network. It is found by {@link
 * java.util.ServiceLoader}: whoever starts it does not know it.
 */
public interface ServiceProvider {

  /**
   * Starts; returns when calls are answered.
   *
   * @throws ServiceRefused where the settings do not allow it
   */
  RunningService start(UseCases useCases, Store store, ServiceSettings settings);

  /** A service that answers calls. */
  interface RunningService extends AutoCloseable {
    /** Where it listens, such as {@code http://127.0.0.1:8080}. */
    String address();

    /** Whether callers have to prove who they are. */
    boolean isAccessControlled();

    /**
     * Takes no more calls, answers those it has, lets executions end for the time of grace, and
     * then stops those that go on.
     */
    @Override
    void close();
  }
}
