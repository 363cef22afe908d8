package org.p2f.representation.domain;

import java.lang.foreign.MemorySegment;

/**
 * A clean image, uint8 [C, H, W]: channel after channel, row by row.
 *
 * <p>A class rather than a record because a record would hand out its array.
 */
public final class Picture {
  private final ImageShape shape;
  private final byte[] values;

  /**
   * @param values kept, not copied
   */
  public Picture(ImageShape shape, byte[] values) {
    if (values.length != shape.values()) {
      throw new IllegalArgumentException(
          "An image of %s has %d values, got %d".formatted(shape, shape.values(), values.length));
    }
    this.shape = shape;
    this.values = values;
  }

  public ImageShape shape() {
    return shape;
  }

  /** Read-only, uint8 [C, H, W]. */
  public MemorySegment values() {
    return MemorySegment.ofArray(values).asReadOnly();
  }
}
