package org.p2f.numerics.tensor;

/** What a closed file has survived. */
public enum Durability {
  /** Handed to the operating system; a power cut may lose it. */
  BUFFERED,
  /** Forced to the disk before it appears under its name. */
  SYNCED
}
