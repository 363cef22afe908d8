package org.p2f.catalog.storage;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Immutable objects, addressed by the lower-case hexadecimal SHA-256 of their content. Content is
 * written into a {@link Staging} of the store, sealed there, and moved to its address in one step:
 * an address holds the whole object or nothing. An object that is discarded goes into a trash
 * first, from which it can be restored until the trash is emptied.
 */
public interface ObjectStore {

  /** Where the store is, for messages. */
  String location();

  /** What the store says it is. */
  StoreName name();

  /** Names the store, durably. */
  void rename(StoreName name);

  /** A new, empty place for files in the making. */
  Staging stage();

  /**
   * Gives a sealed file its address; the staged file is gone afterwards. An object that is there
   * already is kept, as it has the same content.
   */
  void put(SealedFile file);

  /** A readable local file with that content. */
  Path locate(String sha256);

  /** Hands over all objects, in no order. */
  void forEach(Consumer<StoredObject> action);

  /** Moves an object into the trash; does nothing if there is none. */
  void discard(String sha256, Instant now);

  /** Hands over all objects in the trash, in no order. */
  void forEachDiscarded(Consumer<StoredObject> action);

  /** Takes an object out of the trash; does nothing if there is none in it. */
  void restore(String sha256);

  /**
   * Removes a discarded object for good if it was discarded before that time.
   *
   * @return whether it was removed
   */
  boolean erase(String sha256, Instant discardedBefore);
}
