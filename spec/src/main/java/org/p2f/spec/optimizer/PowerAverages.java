package org.p2f.spec.optimizer;

import java.util.HashSet;
import java.util.List;

/**
 * Averages of weights by power functions, of which averages of other widths can be made after
 * training (Karras et al., arXiv:2312.02696, sect. 3 and App. C).
 *
 * @param widths σ_rel of each, distinct and in (0, {@link PowerProfile#WIDEST}]; may be empty
 */
public record PowerAverages(List<Double> widths) {
  /** Two are enough for all others; each costs the memory of the weights. */
  public static final int MOST = 4;

  /** Of a run that tracks none. */
  public static final PowerAverages NONE = new PowerAverages(List.of());

  public PowerAverages {
    widths = List.copyOf(widths);
    if (widths.size() > MOST) {
      throw new IllegalArgumentException(
          "There are at most %d averages, got %d".formatted(MOST, widths.size()));
    }
    if (new HashSet<>(widths).size() < widths.size()) {
      throw new IllegalArgumentException("Widths differ from each other, got " + widths);
    }
    widths.forEach(PowerProfile::exponent); // refuses others
  }

  /**
   * How far an average moves towards the weights after a step: 1 − (1 − 1/t)^(γ+1) with t the
   * number of steps done (eq. 3). The first step's weights replace those before training.
   *
   * @param which of the widths
   * @param step from 0
   */
  public double stepAt(int which, long step) {
    double power = PowerProfile.exponent(widths.get(which)) + 1;
    return -Math.expm1(power * Math.log1p(-1. / (step + 1)));
  }
}
