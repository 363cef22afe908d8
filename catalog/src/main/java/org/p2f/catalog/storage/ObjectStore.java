package org.p2f.catalog.storage;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Immutable objects, addressed by the lower-case hexadecimal SHA-256 of their content. Content is
 * written into a {@link Staging} of the store, sealed there, and moved to its address in one step:
 * an address holds the whole object or nothing.
 */
public interface ObjectStore {

  /** A new, empty place for files in the making. */
  Staging stage();

  /**
   * Gives a sealed file its address; the staged file is gone afterwards. An object that is there
   * already is kept, as it has the same content.
   */
  void put(SealedFile file);

  /** A readable local file with that content. */
  Path locate(String sha256);

  /** Hands over the addresses of all objects, in no order. */
  void forEach(Consumer<String> action);

  /** Does nothing if there is none. */
  void delete(String sha256);
}
