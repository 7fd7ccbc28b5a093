package dev.stepcache.application.service;

import dev.stepcache.application.port.ObjectStore;
import dev.stepcache.application.port.Store;

/** What makes a process a node of a service: it sees the same objects as all others (H5). */
public final class Membership {
  private static final String OBJECTS = "object store";

  private Membership() {}

  /**
   * Joins the service whose store this is; the first node says which object store is its.
   *
   * @throws ServiceRefused where this node has another
   */
  public static void join(Store store, ObjectStore objects) {
    String own = objects.identity();
    String agreed = store.agreements().agree(OBJECTS, own);
    if (!agreed.equals(own)) {
      throw new ServiceRefused(
          "the nodes of this service keep objects in the store %s, and here is %s: name theirs with --objects"
              .formatted(agreed, own));
    }
  }
}
