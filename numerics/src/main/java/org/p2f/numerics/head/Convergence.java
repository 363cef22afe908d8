package org.p2f.numerics.head;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a head's validation accuracy had stopped rising when its training ended: its mean over
 * the last fifth of the training is compared with that over the fifth before. Of a curve that
 * saturates exponentially, with a time constant of at most 0.29 of the training, at least as much
 * lies between the two as is still to come.
 *
 * <p>Fifths are of the learning rate spent, the sum of the rates of all steps so far: a decayed
 * rate stops a head from rising whether it has converged or not, so the last steps of a cosine say
 * nothing by their number.
 *
 * @param converged whether the rise is at most its error; false where there are too few validations
 *     to tell
 * @param rise of the validation accuracy from the fifth before the last to the last, in [-1, 1];
 *     null where either has fewer than two validations
 * @param error standard error of an accuracy on so many validation images. Both fifths are
 *     validated on the same images, so the error of the rise itself is smaller in general
 */
public record Convergence(boolean converged, @Nullable Double rise, double error) {

  private static final double FIFTH = .2;

  /** Validations of a fifth, below which a single one's chance decides. */
  private static final int LEAST = 2;

  /**
   * One validation.
   *
   * @param spent sum of the learning rates of all steps before it, in any unit
   * @param correct images that the head got right
   */
  record Validation(double spent, long correct) {}

  /**
   * @param curve in the order of training, not empty
   * @param images that validate
   */
  static Convergence of(List<Validation> curve, int images) {
    double all = curve.getLast().spent();
    var late = mean(curve, (1 - FIFTH) * all, all, images);
    var before = mean(curve, (1 - 2 * FIFTH) * all, (1 - FIFTH) * all, images);
    double error = error(late == null ? curve.getLast().correct() / (double) images : late, images);
    if (late == null || before == null) {
      return new Convergence(false, null, error);
    }
    return new Convergence(late - before <= error, late - before, error);
  }

  /** That of a head that gets all validation images right, after which it learns no more. */
  static Convergence complete(int images) {
    return new Convergence(true, 0., error(1, images));
  }

  /** Mean accuracy of the validations in (from, to]; null if there are fewer than two. */
  private static @Nullable Double mean(List<Validation> curve, double from, double to, int images) {
    // sums of rates are rounded: a validation at a fifth's very end belongs to it
    double slack = 1e-9 * to;
    var correct =
        curve.stream()
            .filter(v -> from + slack < v.spent() && v.spent() <= to + slack)
            .mapToLong(Validation::correct)
            .summaryStatistics();
    return correct.getCount() < LEAST ? null : correct.getAverage() / images;
  }

  /** Of a binomial proportion, with one right and one wrong answer added so that it is never 0. */
  private static double error(double accuracy, int images) {
    double p = (accuracy * images + 1) / (images + 2);
    return Math.sqrt(p * (1 - p) / images);
  }
}
