package org.p2f.numerics.semisupervised;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.p2f.numerics.information.InformationProgress;
import org.p2f.numerics.information.LabelPropagation;
import org.p2f.numerics.information.Spread;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.semisupervised.PseudoLabelSpec;
import org.p2f.spec.semisupervised.PseudoLabelWeights;

/**
 * Classes that labels were spread to.
 *
 * @param answers class of each point of the pool
 * @param certainties of each, in [0, 1]
 * @param weights of each in the loss, in [0, 1]
 * @param propagatedAccuracy of the points without a known label, before alignment
 */
@SuppressWarnings("ArrayRecordComponent") // read element by element, never compared
record PseudoLabels(
    int[] answers, double[] certainties, double[] weights, double propagatedAccuracy) {

  /**
   * @param features of the pool's points
   * @param progress hears the points that are done
   */
  static PseudoLabels of(
      Engine engine,
      TrainingPool pool,
      Outputs features,
      int classes,
      PseudoLabelSpec spec,
      InformationProgress progress) {
    try (var arena = Arena.ofConfined()) {
      var propagation =
          new LabelPropagation(
              engine, features.codes(arena), features.width(), spec.propagation(), progress);
      var spread = propagation.spread(pool.known(), classes);
      double before = pool.accuracyOfUnlabelled(answers(spread));
      var used = spec.aligned() ? spread.aligned(pool.known()) : spread;
      var certainties = IntStream.range(0, used.points()).mapToDouble(used::certainty).toArray();
      return new PseudoLabels(
          answers(used), certainties, weights(spec.weights(), certainties, pool), before);
    }
  }

  private static double[] weights(
      PseudoLabelWeights kind, double[] certainties, TrainingPool pool) {
    double largest =
        Arrays.stream(pool.unlabelled()).mapToDouble(p -> certainties[p]).max().orElseThrow();
    return IntStream.range(0, certainties.length)
        .mapToDouble(
            point ->
                kind == PseudoLabelWeights.EQUAL
                        || pool.known()[point] != LabelPropagation.UNKNOWN
                        || largest == 0
                    ? 1
                    : certainties[point] / largest)
        .toArray();
  }

  private static int[] answers(Spread spread) {
    return IntStream.range(0, spread.points()).map(spread::answer).toArray();
  }

  /** Mean over some points. */
  double meanCertainty(int[] points) {
    return Arrays.stream(points).mapToDouble(p -> certainties[p]).average().orElseThrow();
  }
}
