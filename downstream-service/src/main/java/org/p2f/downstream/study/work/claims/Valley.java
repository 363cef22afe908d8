package org.p2f.downstream.study.work.claims;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A t that reads less than some t on either side.
 *
 * <p>A curve a over t rises to one peak and falls again, in the wide sense, if and only if it has
 * no valley: no i &lt; j &lt; k with min(a_i, a_k) &gt; a_j. The depth of the deepest, max min(a_i,
 * a_k) − a_j, is twice the distance of the curve from the nearest that has one peak, in the largest
 * difference at any t: such a curve u has u_j ≥ min(u_i, u_k), and half the depth is reached by
 * raising to the half and lowering by the half on either side of the highest t.
 *
 * @param shoulder the less accurate of the two most accurate on either side of the bottom
 * @param bottom between them
 */
record Valley(Reading shoulder, Reading bottom) {

  /**
   * How deep the deepest valley is on test images, if validation images say which that is. Noise of
   * test images takes no part in the choice, so it does not make a valley of a curve that has none,
   * as a distance from the best fit to the same accuracies would.
   *
   * @param curve one for each t
   * @return 0 if there is none by validation images, with the error of what comes closest to one;
   *     empty of fewer than three t
   */
  static Optional<ImageMean> depth(List<Reading> curve) {
    return deepest(curve)
        .map(
            valley -> {
              var depth = valley.shoulder.onImages().minus(valley.bottom.onImages());
              return valley.depth() > 0
                  ? depth
                  : ImageMean.combined(0, List.of(depth), List.of(1.));
            });
  }

  /** The deepest by validation images, or where none is what comes closest to one. */
  private static Optional<Valley> deepest(List<Reading> curve) {
    var byTime =
        curve.stream()
            .sorted(Comparator.comparingDouble(r -> Objects.requireNonNull(r.t())))
            .toList();
    Valley deepest = null;
    for (int j = 1; j < byTime.size() - 1; j++) {
      var left = Reading.best(byTime.subList(0, j));
      var right = Reading.best(byTime.subList(j + 1, byTime.size()));
      var shoulder = left.validation() < right.validation() ? left : right;
      var valley = new Valley(shoulder, byTime.get(j));
      if (deepest == null || valley.depth() > deepest.depth()) {
        deepest = valley;
      }
    }
    return Optional.ofNullable(deepest);
  }

  /** By validation images. */
  private double depth() {
    return shoulder.validation() - bottom.validation();
  }
}
