package org.p2f.numerics.head;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What a trained head answers to images.
 *
 * @param outputs logits of an image: one for two classes, else one for each class
 * @param logits image by image
 * @param images those that it answers to, as indices into their split
 */
@SuppressWarnings("ArrayRecordComponent") // a head's answers are read, never compared
public record Answers(int outputs, float[] logits, int[] images) {

  static final Answers NONE = new Answers(1, new float[0], new int[0]);

  public Answers {
    if (outputs < 1 || logits.length != outputs * images.length) {
      throw new IllegalArgumentException(
          "Not %d outputs for %d images: %d".formatted(outputs, images.length, logits.length));
    }
  }

  /**
   * Answers of one head.
   *
   * @param validation to its seed's validation images, by which it was kept
   * @param test to all test images
   */
  public record OfHead(Answers validation, Answers test) {
    static final OfHead NONE = new OfHead(Answers.NONE, Answers.NONE);
  }

  /**
   * Which images several heads get right together: the class with the largest mean probability
   * answers, of equal ones the first.
   *
   * @param heads at least one, of one factor and the same images
   * @param labels of all images of the split
   * @return one answer for each of the heads' images, in their order
   */
  public static RightAnswers together(List<Answers> heads, int[] labels) {
    var first = heads.getFirst();
    for (var head : heads) {
      if (head.outputs != first.outputs || !Arrays.equals(head.images, first.images)) {
        throw new IllegalArgumentException("Heads do not answer to the same");
      }
    }
    var right = new BitSet();
    for (int i = 0; i < first.images.length; i++) {
      var sums = new double[Math.max(2, first.outputs)];
      for (var head : heads) {
        head.addProbabilities(i, sums);
      }
      int best = 0;
      for (int c = 1; c < sums.length; c++) {
        best = sums[c] > sums[best] ? c : best;
      }
      right.set(i, best == labels[first.images[i]]);
    }
    return RightAnswers.of(right, first.images.length);
  }

  private void addProbabilities(int image, double[] sums) {
    if (outputs == 1) {
      double second = 1 / (1 + Math.exp(-logits[image]));
      sums[0] += 1 - second;
      sums[1] += second;
      return;
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < outputs; c++) {
      largest = Math.max(largest, logits[image * outputs + c]);
    }
    var weights = new double[outputs];
    double whole = 0;
    for (int c = 0; c < outputs; c++) {
      weights[c] = Math.exp(logits[image * outputs + c] - largest);
      whole += weights[c];
    }
    for (int c = 0; c < outputs; c++) {
      sums[c] += weights[c] / whole;
    }
  }
}
