package org.p2f.numerics.augment;

import java.util.random.RandomGenerator;
import org.p2f.numerics.data.UnitValues;

/** Draws nothing and changes nothing. */
record Unchanged() implements Augmenter {
  @Override
  public void augment(byte[] image, RandomGenerator random, float[] out) {
    UnitValues.of(image, out);
  }
}
