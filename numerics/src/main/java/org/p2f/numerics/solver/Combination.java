package org.p2f.numerics.solver;

import java.util.ArrayList;
import java.util.List;

/**
 * Images as a sum of what a step knows: images·x + memory·m + Σ scoresᵢ·sᵢ, where x are the images
 * before the step, m is what the step before has kept, and sᵢ is the score that its stage i has
 * seen. All that solvers do is such a sum, since drifts are linear in x.
 */
record Combination(double images, double memory, List<Double> scores) {
  static final int MOST_SCORES = 4;

  Combination {
    scores = List.copyOf(scores);
  }

  static Combination ofImages() {
    return new Combination(1, 0, scores(-1));
  }

  static Combination ofMemory() {
    return new Combination(0, 1, scores(-1));
  }

  static Combination ofScore(int stage) {
    return new Combination(0, 0, scores(stage));
  }

  private static List<Double> scores(int one) {
    var weights = new ArrayList<Double>();
    for (int i = 0; i < MOST_SCORES; i++) {
      weights.add(i == one ? 1. : 0.);
    }
    return weights;
  }

  Combination times(double factor) {
    return new Combination(
        images * factor, memory * factor, scores.stream().map(weight -> weight * factor).toList());
  }

  Combination plus(Combination other) {
    var sums = new ArrayList<Double>();
    for (int i = 0; i < MOST_SCORES; i++) {
      sums.add(scores.get(i) + other.scores.get(i));
    }
    return new Combination(images + other.images, memory + other.memory, sums);
  }
}
