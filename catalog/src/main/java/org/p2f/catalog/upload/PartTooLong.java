package org.p2f.catalog.upload;

/** Thrown when a part goes on behind the end of its file. */
public final class PartTooLong extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PartTooLong(long wanted) {
    super("The part is longer than the %d bytes that the upload still lacks".formatted(wanted));
  }
}
