package org.p2f.downstream.study.work.claims;

import java.util.List;

/**
 * What was found of one trained encoder.
 *
 * @param times of its map of mutual information
 * @param normalized mutual information between its codes at each two of those times
 */
public record EncoderFindings(
    List<FactorFindings> factors, List<Double> times, List<List<Double>> normalized) {
  public EncoderFindings {
    factors = List.copyOf(factors);
    times = List.copyOf(times);
    normalized = normalized.stream().map(List::copyOf).toList();
  }

  /** Those among some factors, in their order. */
  List<FactorFindings> factors(List<String> names) {
    return factors.stream().filter(f -> names.contains(f.factor())).toList();
  }
}
