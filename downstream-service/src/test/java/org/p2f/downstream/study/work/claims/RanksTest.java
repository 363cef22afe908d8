package org.p2f.downstream.study.work.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RanksTest {

  @Test
  void onlyTheOrderCounts() {
    assertThat(Ranks.correlation(List.of(1., 2., 3., 4.), List.of(1., 10., 100., 1e9)))
        .isEqualTo(1);
    assertThat(Ranks.correlation(List.of(1., 2., 3., 4.), List.of(9., 5., 4., -7.))).isEqualTo(-1);
    assertThat(Ranks.correlation(List.of(1., 2.), List.of(3., 3.))).isZero();
  }

  @Test
  void equalValuesShareTheirRank() {
    // scipy.stats.spearmanr([1, 2, 2, 3], [1, 2, 4, 3])
    assertThat(Ranks.correlation(List.of(1., 2., 2., 3.), List.of(1., 2., 4., 3.)))
        .isCloseTo(0.6324555320336759, within(1e-12));
  }
}
