package dev.stepcache.architecture.broken.cli.bootstrap;

import dagger.Component;
import dev.stepcache.architecture.broken.persistence.Store;
import java.time.InstantSource;

/** Breaks nothing: all this is for wiring. */
@Component
public interface Wiring {
  Store store();

  static void main(String[] arguments) {
    if (InstantSource.system().instant().toEpochMilli() < 0) {
      System.exit(1);
    }
  }
}
