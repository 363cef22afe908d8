package org.p2f.numerics.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Ridge regression of each factor's one-hot labels on standardised codes, in closed form: no
 * learning rate, no seed, the same result each time. With {@link RandomFeatures} beside the codes
 * its boundaries are curved.
 *
 * @param classes of each factor
 */
public record LinearProbe(List<Integer> classes) {
  /** Added to the diagonal of the correlation matrix, which is 1. */
  private static final double RIDGE = 1e-3;

  public LinearProbe {
    classes = List.copyOf(classes);
  }

  /**
   * Accuracies on other images than those that the probe is fitted to.
   *
   * @return of each factor, in [0, 1]; empty if a code is not finite
   * @throws IllegalArgumentException if the codes are not of one size and these factors
   */
  public List<Double> accuracies(LabelledCodes fitted, LabelledCodes tested) {
    if (fitted.size() != tested.size()
        || fitted.factors() != classes.size()
        || tested.factors() != classes.size()) {
      throw new IllegalArgumentException("Codes of two sizes or of other factors");
    }
    if (!fitted.areFinite() || !tested.areFinite()) {
      return List.of();
    }
    return ofFinite(fitted, tested);
  }

  /**
   * As {@link #accuracies}, of the codes and of random features of them.
   *
   * @param features how many, at least 1
   */
  public List<Double> accuracies(
      LabelledCodes fitted, LabelledCodes tested, int features, RandomGenerator random) {
    if (!fitted.areFinite() || !tested.areFinite()) {
      return List.of();
    }
    var expansion = new RandomFeatures(fitted, features, random);
    return accuracies(expansion.of(fitted), expansion.of(tested));
  }

  private List<Double> ofFinite(LabelledCodes fitted, LabelledCodes tested) {
    var scaling = new Standardisation(fitted);
    double[][] factorised = cholesky(correlation(fitted, scaling));
    List<Double> accuracies = new ArrayList<>();
    for (int factor = 0; factor < classes.size(); factor++) {
      accuracies.add(accuracy(factor, fitted, tested, scaling, factorised));
    }
    return accuracies;
  }

  private static double[][] correlation(LabelledCodes codes, Standardisation scaling) {
    int size = codes.size();
    double[][] matrix = new double[size][size];
    for (int image = 0; image < codes.images(); image++) {
      double[] row = scaling.row(codes, image);
      for (int i = 0; i < size; i++) {
        double share = row[i] / codes.images();
        for (int j = 0; j <= i; j++) {
          matrix[i][j] += share * row[j];
        }
      }
    }
    for (int i = 0; i < size; i++) {
      matrix[i][i] += RIDGE;
    }
    return matrix;
  }

  /** The lower triangle L with L·Lᵀ the matrix, of which the lower triangle is read. */
  private static double[][] cholesky(double[][] matrix) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = matrix[i][j];
        for (int k = 0; k < j; k++) {
          rest -= matrix[i][k] * matrix[j][k];
        }
        matrix[i][j] = i == j ? Math.sqrt(rest) : rest / matrix[j][j];
      }
    }
    return matrix;
  }

  private double accuracy(
      int factor,
      LabelledCodes fitted,
      LabelledCodes tested,
      Standardisation scaling,
      double[][] factorised) {
    int count = classes.get(factor);
    double[] shares = new double[count];
    double[][] weights = new double[count][fitted.size()];
    for (int image = 0; image < fitted.images(); image++) {
      int label = fitted.label(image, factor);
      shares[label] += 1. / fitted.images();
      double[] row = scaling.row(fitted, image);
      for (int at = 0; at < row.length; at++) {
        weights[label][at] += row[at] / fitted.images();
      }
    }
    for (double[] of : weights) { // the rows' mean is zero, so the shares need not be taken out
      solve(factorised, of);
    }
    int right = 0;
    for (int image = 0; image < tested.images(); image++) {
      double[] row = scaling.row(tested, image);
      right += best(shares, weights, row) == tested.label(image, factor) ? 1 : 0;
    }
    return (double) right / tested.images();
  }

  private static int best(double[] shares, double[][] weights, double[] row) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int label = 0; label < shares.length; label++) {
      double score = shares[label];
      for (int at = 0; at < row.length; at++) {
        score += weights[label][at] * row[at];
      }
      if (score > highest) {
        highest = score;
        best = label;
      }
    }
    return best;
  }

  /** Replaces b by the x with L·Lᵀ·x = b. */
  private static void solve(double[][] lower, double[] b) {
    for (int i = 0; i < b.length; i++) {
      for (int k = 0; k < i; k++) {
        b[i] -= lower[i][k] * b[k];
      }
      b[i] /= lower[i][i];
    }
    for (int i = b.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < b.length; k++) {
        b[i] -= lower[k][i] * b[k];
      }
      b[i] /= lower[i][i];
    }
  }
}
