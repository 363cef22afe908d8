package org.p2f.numerics.tensor;

import java.util.Arrays;

/**
 * Name, element type and shape of a tensor: a value, compared by content.
 *
 * <p>A class rather than a record because a record would hand out its array.
 */
public final class TensorInfo {
  private final String name;
  private final DataType dtype;
  private final long[] shape;
  private final long elements;

  /**
   * @param shape sizes of the axes, each at least 0; none for a scalar
   * @throws IllegalArgumentException if a size is negative or the tensor's bytes do not fit a long
   */
  public TensorInfo(String name, DataType dtype, long... shape) {
    this.name = name;
    this.dtype = dtype;
    this.shape = shape.clone();
    long count = 1;
    try {
      for (long size : shape) {
        if (size < 0) {
          throw new IllegalArgumentException(
              "Tensor '%s' has the negative size %d".formatted(name, size));
        }
        count = Math.multiplyExact(count, size);
      }
      Math.multiplyExact(count, (long) dtype.bytes());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "Tensor '%s' with shape %s is larger than 2^63 bytes"
              .formatted(name, Arrays.toString(shape)),
          e);
    }
    this.elements = count;
  }

  public String name() {
    return name;
  }

  public DataType dtype() {
    return dtype;
  }

  /** A copy of the shape. */
  public long[] shape() {
    return shape.clone();
  }

  public long elements() {
    return elements;
  }

  public long byteLength() {
    return elements * dtype.bytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorInfo that
        && name.equals(that.name)
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + dtype.hashCode()) + Arrays.hashCode(shape);
  }

  @Override
  public String toString() {
    return name + " " + dtype + Arrays.toString(shape);
  }
}
