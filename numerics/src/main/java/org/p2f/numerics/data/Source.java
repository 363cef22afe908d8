package org.p2f.numerics.data;

/**
 * A file as it lies on the disk. Counts, and remembers whether the disk failed: any other trouble
 * of a decoder above it is the content's.
 */
interface Source {
  /** Bytes read so far. */
  long position();

  boolean failed();
}
