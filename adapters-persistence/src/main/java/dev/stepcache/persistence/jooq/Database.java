package dev.stepcache.persistence.jooq;

import java.time.InstantSource;
import java.util.function.Function;

/**
 * Where a history lies. Whatever keeps it from working is a {@link
 * dev.stepcache.application.port.RunHistoryUnavailable} that names the history and the trouble.
 */
interface Database extends AutoCloseable {

  /** What people call it; no secrets. */
  String name();

  InstantSource clock();

  /** Asks, every statement for itself. */
  <T> T read(Function<Session, T> question);

  /** Changes all or nothing; what has returned is durable. The change may be tried repeatedly. */
  <T> T write(Function<Session, T> change);

  /** As {@link #write}, for a change that cannot be tried twice. */
  <T> T writeOnce(Function<Session, T> change);

  /** What is there at this moment, unmoved by later changes. */
  Snapshot snapshot();

  @Override
  void close();

  /** To be closed when read. */
  interface Snapshot extends AutoCloseable {
    <T> T read(Function<Session, T> question);

    @Override
    void close();
  }
}
