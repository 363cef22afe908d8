package org.p2f.numerics.information;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.semisupervised.PropagationSpec;

/**
 * Spreads a few labels over a graph of similar codes: solves (I − α·W)·Z = Y for every class by
 * conjugate gradients, Y being 1/(labels of the class) at its labelled points, so that no class is
 * spread more for having more labels. Zhou et al. (2003), as Iscen et al., arXiv:1904.04717.
 */
public final class LabelPropagation {

  /** Marks a point whose class is to be found. */
  public static final int UNKNOWN = -1;

  private static final double ALPHA = .99;

  private final SimilarityGraph graph;
  private final PropagationSpec spec;

  /**
   * Joins each point with its nearest.
   *
   * @param codes float32, native order, [points, width]; more points than neighbours of one
   */
  public LabelPropagation(
      Engine engine,
      MemorySegment codes,
      int width,
      PropagationSpec spec,
      InformationProgress progress) {
    this(SimilarityGraph.of(engine, codes, width, spec, progress), spec);
  }

  LabelPropagation(SimilarityGraph graph, PropagationSpec spec) {
    this.graph = graph;
    this.spec = spec;
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
    return Spread.of(scores);
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
    double enough = spec.tolerance() * spec.tolerance() * square;
    for (int i = 0; i < spec.iterations() && square > enough; i++) {
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
