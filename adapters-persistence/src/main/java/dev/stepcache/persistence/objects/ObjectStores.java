package dev.stepcache.persistence.objects;

import dev.stepcache.application.port.ObjectStore;
import java.nio.file.Path;
import java.time.InstantSource;

/** Opens object stores. */
public final class ObjectStores {
  private ObjectStores() {}

  /**
   * The store in a folder, which need not be there: it is made when something is put into it, and
   * when its identity is asked for. Until then its buckets are empty.
   *
   * @param definitionFolder what {@code file://./} is relative to
   * @param clock tells the machine's own time, by which files are seen to be fresh; never a set one
   */
  public static ObjectStore open(Path folder, Path definitionFolder, InstantSource clock) {
    Path store = folder.toAbsolutePath();
    return new LocalObjectStore(
        new Places(store, definitionFolder.toAbsolutePath()),
        new StoreIdentity(store),
        new ContentDigests(new RememberedDigests(store), clock));
  }
}
