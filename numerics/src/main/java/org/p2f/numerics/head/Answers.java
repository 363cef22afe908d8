package org.p2f.numerics.head;

import java.util.List;

/**
 * What a trained head answers to images.
 *
 * @param outputs logits of an image: one for two classes, else one for each class
 * @param logits image by image
 */
@SuppressWarnings("ArrayRecordComponent") // a head's answers are read, never compared
public record Answers(int outputs, float[] logits) {

  static final Answers NONE = new Answers(1, new float[0]);

  /**
   * How many images several heads get right together: the class with the largest mean probability
   * answers, of equal ones the first.
   *
   * @param heads at least one, of one factor and the same images
   * @param labels of the images
   */
  public static int correctTogether(List<Answers> heads, int[] labels) {
    int correct = 0;
    for (int image = 0; image < labels.length; image++) {
      int classes = Math.max(2, heads.getFirst().outputs());
      var sums = new double[classes];
      for (var head : heads) {
        head.addProbabilities(image, sums);
      }
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = sums[c] > sums[best] ? c : best;
      }
      correct += best == labels[image] ? 1 : 0;
    }
    return correct;
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
