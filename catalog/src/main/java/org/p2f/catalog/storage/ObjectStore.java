package org.p2f.catalog.storage;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Immutable objects, addressed by the lower-case hexadecimal SHA-256 of their content. Content is
 * written into a {@link Staging} of the store, sealed there, and moved to its address in one step:
 * an address holds the whole object or nothing. An object that is discarded goes into a trash
 * first, from which it can be restored until the trash is emptied.
 *
 * <p>A store that is away makes each operation throw an {@link java.io.UncheckedIOException} whose
 * cause is {@link StoreAway}.
 */
public interface ObjectStore extends AutoCloseable {

  /** Where the store is, for messages. */
  String location();

  /** On whose disk files in the making, and local copies if there are any, lie. */
  Path localDirectory();

  /**
   * Asks whether the store is there; takes three seconds at most.
   *
   * @throws java.io.UncheckedIOException if not
   */
  void check();

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

  /**
   * A readable local file with that content. It stays for at least ten minutes, and until the work
   * of this thread that is {@link InUse} ends; what has been opened or mapped by then stays
   * readable. The same object may have another path next time.
   *
   * @throws java.io.UncheckedIOException if there is no such object, or it cannot be read
   */
  Path locate(String sha256);

  /**
   * An address from which anybody can download the object for some minutes; empty if the store
   * gives none.
   *
   * @param fileName of the download
   */
  default Optional<URI> presign(String sha256, String fileName, String mediaType) {
    return Optional.empty();
  }

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

  /** Lets go of what this process holds; files in the making are gone. */
  @Override
  void close();
}
