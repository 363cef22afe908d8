package org.p2f.numerics.head;

import org.p2f.numerics.program.TensorSpec;
import org.p2f.spec.head.HeadSpec;

/** How large heads are. */
public final class HeadSize {
  private HeadSize() {}

  /** Trained values. */
  public static long parameterCount(HeadSpec spec) {
    return HeadLayout.of(spec).parameters().stream().mapToLong(TensorSpec::elements).sum();
  }

  /** The width with which a head on one time has about as many parameters as another head. */
  public static int hiddenLike(HeadSpec other) {
    long spare = parameterCount(other) - other.outputs();
    return Math.toIntExact(
        Math.max(1, Math.round(spare / (double) (other.codes() + 1 + other.outputs()))));
  }
}
