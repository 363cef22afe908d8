package org.p2f.numerics.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class JensenShannonTest {
  private static final List<Double> LEFT = List.of(1.0, 0.0);
  private static final List<Double> RIGHT = List.of(0.0, 1.0);
  private static final List<Double> HALF = List.of(0.5, 0.5);

  @Test
  void equalDistributionsDivergeByNothingAndDisjointOnesByOneBit() {
    assertThat(JensenShannon.divergence(HALF, HALF)).isZero();
    assertThat(JensenShannon.divergence(LEFT, RIGHT)).isEqualTo(1);
  }

  @Test
  void inBetweenItIsTheEntropyOfTheMeanLessTheMeanEntropy() {
    // H(3/4, 1/4) − (0 + 1)/2 bits
    double entropy = -(.75 * Math.log(.75) + .25 * Math.log(.25)) / Math.log(2);
    assertThat(JensenShannon.divergence(LEFT, HALF)).isCloseTo(entropy - .5, within(1e-15));
    assertThat(JensenShannon.divergence(HALF, LEFT)).isCloseTo(entropy - .5, within(1e-15));
  }

  @Test
  void theMatrixHoldsEveryPair() {
    var matrix = JensenShannon.matrix(List.of(LEFT, HALF, RIGHT));
    assertThat(matrix.get(0)).containsExactly(0.0, matrix.get(1).get(0), 1.0);
    assertThat(matrix.get(2).get(1)).isEqualTo(matrix.get(0).get(1));
  }

  @Test
  void theFloorIsTheMeanOverPairsOfSeeds() {
    double one = JensenShannon.divergence(LEFT, HALF);
    assertThat(JensenShannon.floor(List.of(LEFT, HALF, LEFT)))
        .isCloseTo(2 * one / 3, within(1e-15));
  }

  @Test
  void whatIsNoDistributionIsRefused() {
    for (var p :
        List.of(List.of(.5, .4), List.of(1.5, -.5), List.of(Double.NaN, 1.0), List.of(1.0))) {
      assertThatThrownBy(() -> JensenShannon.divergence(HALF, p))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> JensenShannon.floor(List.of(HALF)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
