package org.p2f.numerics.information;

/** What a propagation has found: of each point a distribution over classes. */
public final class Spread {
  private static final int ROUNDS = 100;

  /** How far a round scales a class at most. */
  private static final double MOST = 1.01;

  private static final double LEAST = .99;

  /** Keeps the factor of a class without points finite. */
  private static final double EPSILON = 1e-7;

  /** [classes][points]; of each point the probabilities, or zeros where no label reaches it. */
  private final double[][] shares;

  private Spread(double[][] shares) {
    this.shares = shares;
  }

  /**
   * @param scores [classes][points]; what is below 0 counts as 0
   */
  static Spread of(double[][] scores) {
    var shares = new double[scores.length][];
    for (int c = 0; c < scores.length; c++) {
      shares[c] = scores[c].clone();
    }
    for (int point = 0; point < shares[0].length; point++) {
      normalize(shares, point);
    }
    return new Spread(shares);
  }

  private static void normalize(double[][] shares, int point) {
    double sum = 0;
    for (var share : shares) {
      share[point] = Math.max(0, share[point]);
      sum += share[point];
    }
    for (var share : shares) {
      share[point] = sum > 0 ? share[point] / sum : 0;
    }
  }

  public int points() {
    return shares[0].length;
  }

  public int classes() {
    return shares.length;
  }

  /** Class of that point; the first one where no label reaches it. */
  public int answer(int point) {
    int best = 0;
    for (int c = 1; c < shares.length; c++) {
      if (shares[c][point] > shares[best][point]) {
        best = c;
      }
    }
    return best;
  }

  /** 1 − entropy/ln(classes) of that point's distribution over classes, in [0, 1]. */
  public double certainty(int point) {
    double sum = 0;
    double entropy = 0;
    for (var share : shares) {
      double p = share[point];
      sum += p;
      entropy -= p > 0 ? p * Math.log(p) : 0;
    }
    return sum > 0 ? Math.clamp(1 - entropy / Math.log(shares.length), 0, 1) : 0;
  }

  /**
   * Brings the classes of the points without a label towards the shares that they have among the
   * labels. In each of 100 rounds a class's probabilities are multiplied by the quotient of its
   * share among the labels and its share among answers, at least .99 and at most 1.01, and every
   * point's are made to sum to 1 again. Source: LaplaceNet's published code, {@code dis_align}.
   *
   * @param labels class of each point, or {@link LabelPropagation#UNKNOWN}; at least one of each
   */
  public Spread aligned(int[] labels) {
    var aligned = Spread.of(shares);
    var wanted = new double[classes()];
    int known = 0;
    for (int label : labels) {
      if (label != LabelPropagation.UNKNOWN) {
        wanted[label]++;
        known++;
      }
    }
    if (known == 0 || known == labels.length) {
      throw new IllegalArgumentException(
          "Of %d points %d have a label".formatted(labels.length, known));
    }
    for (int c = 0; c < wanted.length; c++) {
      wanted[c] /= known;
    }
    for (int round = 0; round < ROUNDS; round++) {
      aligned.scale(labels, aligned.factors(labels, wanted, labels.length - known));
    }
    return aligned;
  }

  private double[] factors(int[] labels, double[] wanted, int unknown) {
    var factors = new double[classes()];
    for (int point = 0; point < labels.length; point++) {
      if (labels[point] == LabelPropagation.UNKNOWN) {
        factors[answer(point)]++;
      }
    }
    for (int c = 0; c < factors.length; c++) {
      factors[c] = Math.clamp(wanted[c] / (factors[c] / unknown + EPSILON), LEAST, MOST);
    }
    return factors;
  }

  private void scale(int[] labels, double[] factors) {
    for (int point = 0; point < labels.length; point++) {
      if (labels[point] == LabelPropagation.UNKNOWN) {
        for (int c = 0; c < factors.length; c++) {
          shares[c][point] *= factors[c];
        }
        normalize(shares, point);
      }
    }
  }
}
