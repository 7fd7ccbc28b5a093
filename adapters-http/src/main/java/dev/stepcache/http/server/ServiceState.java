package dev.stepcache.http.server;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Whether the service is ending: then it takes no more calls. */
@Singleton
public final class ServiceState {
  private volatile boolean ending;

  @Inject
  ServiceState() {}

  public boolean isEnding() {
    return ending;
  }

  void end() {
    ending = true;
  }
}
