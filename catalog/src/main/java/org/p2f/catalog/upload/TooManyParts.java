package org.p2f.catalog.upload;

/** Thrown when a file is sent in more parts than it may have. */
public final class TooManyParts extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooManyParts(int most) {
    super(
        "The upload has %d parts already, which is the most: begin again with larger ones"
            .formatted(most));
  }
}
