package dev.stepcache.http.bootstrap;

import dev.stepcache.application.port.AccessBook;
import dev.stepcache.application.port.Agreements;
import dev.stepcache.application.port.PipelineCatalog;
import dev.stepcache.application.port.RunHistory;
import dev.stepcache.application.port.Store;
import dev.stepcache.http.operation.ServiceMetrics;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;

/**
 * A store whose run history is timed: each call by its name, what is fetched later not included.
 */
record TimedStore(Store store, RunHistory history) implements Store {

  static TimedStore of(Store store, ServiceMetrics metrics) {
    RunHistory history = store.history();
    Object timed =
        Proxy.newProxyInstance(
            RunHistory.class.getClassLoader(),
            new Class<?>[] {RunHistory.class},
            (proxy, method, arguments) -> {
              long begun = System.nanoTime();
              try {
                return method.invoke(history, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getTargetException();
              } finally {
                metrics.storeAnswered(
                    method.getName(), Duration.ofNanos(System.nanoTime() - begun));
              }
            });
    return new TimedStore(store, (RunHistory) timed);
  }

  @Override
  public PipelineCatalog catalog() {
    return store.catalog();
  }

  @Override
  public AccessBook accessBook() {
    return store.accessBook();
  }

  @Override
  public Agreements agreements() {
    return store.agreements();
  }

  @Override
  public boolean isShared() {
    return store.isShared();
  }

  @Override
  public void close() {
    store.close();
  }
}
