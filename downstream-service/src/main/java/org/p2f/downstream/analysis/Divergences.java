package org.p2f.downstream.analysis;

import java.util.List;

/**
 * How far factors' attention profiles lie apart, in bits (Jensen–Shannon).
 *
 * @param factors rows and columns of the matrix
 * @param matrix mean profiles' divergences, in [0, 1], symmetric
 * @param floors for each factor, the mean divergence between two seeds' profiles of it: what lies
 *     below is no difference between factors
 */
public record Divergences(List<String> factors, List<List<Double>> matrix, List<Double> floors) {
  public Divergences {
    factors = List.copyOf(factors);
    matrix = matrix.stream().map(List::copyOf).toList();
    floors = List.copyOf(floors);
  }
}
