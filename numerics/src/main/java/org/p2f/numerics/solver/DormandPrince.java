package org.p2f.numerics.solver;

import java.util.ArrayList;
import java.util.List;

/**
 * The explicit Runge–Kutta pair of order 5(4) with seven stages, of which the last is the first of
 * the next step. Source: J. R. Dormand and P. J. Prince, A family of embedded Runge–Kutta formulae,
 * J. Comput. Appl. Math. 6 (1980), table 2.
 */
final class DormandPrince {

  static final int ORDER = 5;

  /** Where in the step each stage stands. */
  static final List<Double> NODES = List.of(0., 1. / 5, 3. / 10, 4. / 5, 8. / 9, 1., 1.);

  /** Row i gives stage i its state from the slopes of the stages before; the last is the result. */
  static final List<List<Double>> STAGES =
      List.of(
          List.of(),
          List.of(1. / 5),
          List.of(3. / 40, 9. / 40),
          List.of(44. / 45, -56. / 15, 32. / 9),
          List.of(19372. / 6561, -25360. / 2187, 64448. / 6561, -212. / 729),
          List.of(9017. / 3168, -355. / 33, 46732. / 5247, 49. / 176, -5103. / 18656),
          List.of(35. / 384, 0., 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84));

  private static final List<Double> FOURTH_ORDER =
      List.of(5179. / 57600, 0., 7571. / 16695, 393. / 640, -92097. / 339200, 187. / 2100, 1. / 40);

  private DormandPrince() {}

  /** Weights of the slopes in the difference of the two results. */
  static List<Double> errorWeights() {
    var weights = new ArrayList<Double>();
    var result = STAGES.getLast();
    for (int i = 0; i < FOURTH_ORDER.size(); i++) {
      weights.add((i < result.size() ? result.get(i) : 0) - FOURTH_ORDER.get(i));
    }
    return weights;
  }
}
