package org.p2f.numerics.semisupervised;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a classifier makes of images, in evaluation mode.
 *
 * @param codes one after the other
 * @param width values of one
 * @param answers class of each image
 */
@SuppressWarnings("ArrayRecordComponent") // read element by element, never compared
record Outputs(float[] codes, int width, int[] answers) {

  /** Float32, native order, [images, width]. */
  MemorySegment codes(Arena owner) {
    return owner.allocateFrom(ValueLayout.JAVA_FLOAT, codes);
  }

  double accuracy(int[] truth) {
    int right = 0;
    for (int i = 0; i < truth.length; i++) {
      right += answers[i] == truth[i] ? 1 : 0;
    }
    return (double) right / truth.length;
  }
}
