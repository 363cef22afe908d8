package org.p2f.numerics.program;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A float32 tensor that an exported program carries itself.
 *
 * @param name as in {@link TensorSpec}
 * @param values little-endian, as many as the shape has elements
 */
public record HeldTensor(String name, List<Long> shape, MemorySegment values) {
  public HeldTensor {
    shape = List.copyOf(shape);
    long elements = shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    if (values.byteSize() != elements * Float.BYTES) {
      throw new IllegalArgumentException(
          "%s has %d bytes, its shape is %s".formatted(name, values.byteSize(), shape));
    }
  }

  /** Its name as that of an attribute. */
  String attribute() {
    return attribute(name);
  }

  static String attribute(String name) {
    return "w_" + name.replace('.', '_');
  }
}
