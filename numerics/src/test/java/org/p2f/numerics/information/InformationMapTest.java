package org.p2f.numerics.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class InformationMapTest {

  @Test
  void everyPairIsEstimatedOnceAndEveryTimeShuffled() {
    var members = InformationMap.members(2, 3, 4);
    assertThat(members).doesNotHaveDuplicates();
    assertThat(members.stream().filter(m -> !m.shuffled())).hasSize(2 * 6 * 4);
    assertThat(members.stream().filter(CriticMember::shuffled))
        .hasSize(2 * 3 * 4)
        .allSatisfy(m -> assertThat(m.left()).isEqualTo(m.right()));
  }

  @Test
  void meansOverSeedsFillTheMap() {
    var estimates = new HashMap<CriticMember, Double>();
    for (var m : InformationMap.members(2, 2, 2)) {
      double value = m.shuffled() ? .01 : m.left() == m.right() ? 4 + 5.0 * m.left() : 3;
      estimates.put(m, m.encoder() == 1 ? value + (m.seed() == 0 ? -.5 : .5) : 1.0);
    }
    var map = InformationMap.of(estimates, 1, 2);
    assertThat(map.information()).isEqualTo(List.of(List.of(4.0, 3.0), List.of(3.0, 9.0)));
    assertThat(map.floor().getFirst()).isCloseTo(.01, within(1e-12));
    assertThat(map.normalized().get(0).get(1)).isCloseTo(3 / Math.sqrt(36 + 1e-8), within(1e-12));
    assertThat(map.normalized().get(1).get(1)).isCloseTo(1, within(1e-8));
  }
}
