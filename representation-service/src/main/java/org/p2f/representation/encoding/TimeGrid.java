package org.p2f.representation.encoding;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The times 0, 1/n, …, 1, between which codes are interpolated: component by component, the cubic
 * polynomial through the codes at the four times nearest (Lagrange's form).
 *
 * @param intervals n, at least {@value #FEWEST}
 */
public record TimeGrid(int intervals) {
  /** A cubic takes four times. */
  public static final int FEWEST = 3;

  public TimeGrid {
    if (intervals < FEWEST) {
      throw new IllegalArgumentException(
          "A cubic needs %d intervals, got %d".formatted(FEWEST, intervals));
    }
  }

  /**
   * How a code is made of those at the grid's times: the sum of weight × code over some of them,
   * which stand together.
   *
   * @param first number of the first such time; 0 is t = 0
   * @param weights one a time, in order; they add up to 1
   */
  public record Stencil(int first, List<Double> weights) {
    public Stencil {
      weights = List.copyOf(weights);
    }

    /** Numbers of the grid's times that it takes. */
    public IntStream nodes() {
      return IntStream.range(first, first + weights.size());
    }
  }

  /** The grid's time of that number. */
  public double time(int node) {
    return (double) node / intervals;
  }

  /**
   * A time that is the grid's, as encoders take times, keeps its code.
   *
   * @param t in [0, 1]
   */
  public Stencil stencil(double t) {
    int nearest = (int) Math.round(t * intervals);
    if ((float) time(nearest) == (float) t) {
      return new Stencil(nearest, List.of(1.));
    }
    int first = Math.clamp((int) Math.floor(t * intervals) - 1L, 0, intervals - FEWEST);
    double place = t * intervals - first;
    List<Double> weights = new ArrayList<>();
    for (int node = 0; node <= FEWEST; node++) {
      double weight = 1;
      for (int other = 0; other <= FEWEST; other++) {
        weight *= other == node ? 1 : (place - other) / (node - other);
      }
      weights.add(weight);
    }
    return new Stencil(first, weights);
  }
}
