package org.p2f.downstream.analysis;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.head.TestAccuracy;

/**
 * Readout attention over the times for one factor, attention heads, test images and seeds pooled;
 * the readout token is hidden, so the weights sum to 1.
 *
 * @param weights one for each time
 * @param low lower ends of 95 % intervals over the seeds
 * @param high upper ends
 * @param seeds each seed's weights
 * @param heads for each seed, each attention head's weights, mean over test images; heads of
 *     different seeds share nothing but their number. Empty in profiles of before
 * @param learningRates that were tried; all else is of the heads at the chosen one
 * @param testAccuracy of the heads whose attention this is
 * @param without for each time, their accuracy when that one is hidden from them in testing alone
 * @param alone for each time, their accuracy when all others are hidden from them in testing alone
 */
public record FactorProfile(
    String factor,
    List<Double> weights,
    List<Double> low,
    List<Double> high,
    List<List<Double>> seeds,
    @Nullable List<List<List<Double>>> heads,
    RateSweep learningRates,
    TestAccuracy testAccuracy,
    List<TestAccuracy> without,
    List<TestAccuracy> alone) {
  public FactorProfile {
    weights = List.copyOf(weights);
    low = List.copyOf(low);
    high = List.copyOf(high);
    seeds = seeds.stream().map(List::copyOf).toList();
    heads = heads == null ? null : heads.stream().map(List::copyOf).toList();
    without = List.copyOf(without);
    alone = List.copyOf(alone);
  }

  @Override
  public List<List<List<Double>>> heads() {
    return Objects.requireNonNullElse(heads, List.of());
  }
}
