package org.p2f.catalog.artifact;

/** The advisory lock of the database under which objects get addresses, and lose them. */
final class StoreLock {
  /** The letters "p2fstore". */
  static final long KEY = 0x703266_73746f7265L;

  private StoreLock() {}
}
