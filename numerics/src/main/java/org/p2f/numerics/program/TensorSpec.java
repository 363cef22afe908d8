package org.p2f.numerics.program;

import java.util.List;

/**
 * A named float32 tensor that lives between calls.
 *
 * @param name dotted, as in the published checkpoints
 * @param shape every extent positive; empty for a scalar
 */
public record TensorSpec(String name, List<Long> shape, Initialization initialization) {

  public TensorSpec {
    shape = List.copyOf(shape);
    if (shape.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException("Tensor %s has shape %s".formatted(name, shape));
    }
  }

  public long[] dimensions() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  public long elements() {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }
}
