package org.p2f.downstream.study.work.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.statistics.Sample;

class ProfileDistancesTest {
  private static final int TIMES = 5;
  private static final int REPETITIONS = 4_000;

  private final Random random = new Random(5);

  /** A profile around a tilt: softmax of noise, of what its seed brings and of the tilt. */
  private List<Double> profile(double[] ofSeed, double tilt) {
    var weights =
        IntStream.range(0, TIMES)
            .mapToDouble(t -> Math.exp(.7 * random.nextGaussian() + ofSeed[t] + tilt * t))
            .toArray();
    double sum = DoubleStream.of(weights).sum();
    return DoubleStream.of(weights).map(w -> w / sum).boxed().toList();
  }

  private List<FactorFindings> factors(int seeds, double ofSeed, double... tilts) {
    var brought =
        IntStream.range(0, seeds)
            .mapToObj(
                s ->
                    IntStream.range(0, TIMES)
                        .mapToDouble(t -> ofSeed * random.nextGaussian())
                        .toArray())
            .toList();
    var found = new ArrayList<FactorFindings>();
    for (int i = 0; i < tilts.length; i++) {
      double tilt = tilts[i];
      found.add(
          new FactorFindings(
              "factor " + i,
              0,
              List.of(),
              Map.of(),
              Map.of(),
              brought.stream().map(seed -> profile(seed, tilt)).toList(),
              List.of()));
    }
    return found;
  }

  private Sample excesses(int seeds, double ofSeed, double... tilts) {
    return new Sample(
        IntStream.range(0, REPETITIONS)
            .mapToObj(
                i -> {
                  var factors = factors(seeds, ofSeed, tilts);
                  return ProfileDistances.mean(factors, factors).orElseThrow();
                })
            .toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void withoutADifferenceTheMeanEffectIsZero(int seeds) {
    var excess = excesses(seeds, 0, .3, .3, .3);
    // Four standard errors, of an effect that was half a floor (about .06 bits) too low at two
    // seeds.
    assertThat(Math.abs(excess.mean())).isLessThan(4 * excess.standardError());
    assertThat(excess.standardError()).isLessThan(.001);
  }

  @Test
  void itIsZeroToWhereASeedLeavesItsMarkOnEveryFactor() {
    var excess = excesses(2, .7, 0, 0, 0);
    assertThat(Math.abs(excess.mean())).isLessThan(4 * excess.standardError());
  }

  @Test
  void whereFactorsDifferTheMeanEffectIsPositive() {
    var excess = excesses(2, .3, 0, .5, -.5);
    assertThat(excess.mean()).isGreaterThan(20 * excess.standardError());
  }

  @Test
  void aFactorIsNotComparedWithItself() {
    var one = factors(2, 0, 0);
    assertThat(ProfileDistances.mean(one, one)).isEmpty();
  }
}
