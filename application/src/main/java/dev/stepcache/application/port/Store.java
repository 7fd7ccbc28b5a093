package dev.stepcache.application.port;

/**
 * All that a service keeps, in one place, which every node of it sees (H5). An export moves the
 * history alone: catalog, grants, credentials and audit log belong to the service here.
 */
public interface Store extends AutoCloseable {
  RunHistory history();

  PipelineCatalog catalog();

  AccessBook accessBook();

  Agreements agreements();

  /** Whether services on other machines may use it at the same time. */
  boolean isShared();

  @Override
  void close();
}
