package org.p2f.numerics.information;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.p2f.numerics.program.Engine;

/**
 * Spreads a few labels over a graph of similar codes: solves (I − α·W)·Z = Y for every class by
 * conjugate gradients, Y being 1/(labels of the class) at its labelled points, so that no class is
 * spread more for having more labels. Zhou et al. (2003), as Iscen et al., arXiv:1904.04717.
 */
public final class LabelPropagation {

  /** As published. */
  public static final int NEIGHBOURS = 50;

  /** Marks a point whose class is to be found. */
  public static final int UNKNOWN = -1;

  private static final double ALPHA = .99;
  private static final int MOST_ITERATIONS = 20;

  /** Residual, as a share of the right-hand side, at which the iteration ends early. */
  private static final double TOLERANCE = 1e-6;

  private final SimilarityGraph graph;
  private final int iterations;

  /**
   * Joins each point with its nearest.
   *
   * @param codes float32, native order, [points, width]; more than {@link #NEIGHBOURS} points
   */
  public LabelPropagation(
      Engine engine, MemorySegment codes, int width, InformationProgress progress) {
    this(SimilarityGraph.of(engine, codes, width, NEIGHBOURS, progress), MOST_ITERATIONS);
  }

  LabelPropagation(SimilarityGraph graph, int iterations) {
    this.graph = graph;
    this.iterations = iterations;
  }

  /** What was found. */
  public static final class Spread {
    private final int[] answers;
    private final double[] certainties;

    private Spread(int points) {
      this.answers = new int[points];
      this.certainties = new double[points];
    }

    /** Class of that point; the first one where no label reaches it. */
    public int answer(int point) {
      return answers[point];
    }

    /** 1 − entropy/ln(classes) of that point's distribution over classes, in [0, 1]. */
    public double certainty(int point) {
      return certainties[point];
    }
  }

  /**
   * @param labels class of each point, or {@link #UNKNOWN}
   * @param classes at least 2
   */
  public Spread spread(int[] labels, int classes) {
    if (labels.length != graph.points() || classes < 2) {
      throw new IllegalArgumentException(
          "Got %d labels of %d classes for %d points"
              .formatted(labels.length, classes, graph.points()));
    }
    var scores = new double[classes][];
    for (int c = 0; c < classes; c++) {
      scores[c] = solve(seeds(labels, c));
    }
    var spread = new Spread(labels.length);
    for (int point = 0; point < labels.length; point++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.max(0, scores[c][point]);
        if (scores[c][point] > scores[spread.answers[point]][point]) {
          spread.answers[point] = c;
        }
      }
      spread.certainties[point] = certainty(scores, point, sum);
    }
    return spread;
  }

  private static double certainty(double[][] scores, int point, double sum) {
    if (!(sum > 0)) {
      return 0;
    }
    double entropy = 0;
    for (var score : scores) {
      double p = Math.max(0, score[point]) / sum;
      entropy -= p > 0 ? p * Math.log(p) : 0;
    }
    return Math.clamp(1 - entropy / Math.log(scores.length), 0, 1);
  }

  private static double[] seeds(int[] labels, int wanted) {
    long count = Arrays.stream(labels).filter(label -> label == wanted).count();
    return Arrays.stream(labels).mapToDouble(l -> l == wanted ? 1.0 / count : 0).toArray();
  }

  /** Solves (I − α·W)·z = y, which is positive definite, by conjugate gradients from z = 0. */
  double[] solve(double[] y) {
    var z = new double[y.length];
    var residual = y.clone();
    var direction = y.clone();
    double square = dot(residual, residual);
    double enough = TOLERANCE * TOLERANCE * square;
    for (int i = 0; i < iterations && square > enough; i++) {
      var image = graph.laplacian(direction, ALPHA);
      double length = square / dot(direction, image);
      for (int p = 0; p < z.length; p++) {
        z[p] += length * direction[p];
        residual[p] -= length * image[p];
      }
      double next = dot(residual, residual);
      for (int p = 0; p < z.length; p++) {
        direction[p] = residual[p] + next / square * direction[p];
      }
      square = next;
    }
    return z;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
