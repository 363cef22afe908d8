package org.p2f.spec.semisupervised;

/**
 * How few labels are spread over a graph of similar points, by conjugate gradients.
 *
 * @param neighbours that each point is joined with, at least 1
 * @param edges weights of the edges
 * @param iterations of conjugate gradients at most, at least 1
 * @param tolerance residual, as a share of the right-hand side, at which they end; in (0, 1)
 */
public record PropagationSpec(int neighbours, EdgeWeights edges, int iterations, double tolerance) {

  private static final int NEIGHBOURS = 50;

  public PropagationSpec {
    if (neighbours < 1 || iterations < 1) {
      throw new IllegalArgumentException(
          "Need at least 1 neighbour and 1 iteration, got %d and %d"
              .formatted(neighbours, iterations));
    }
    if (!(tolerance > 0 && tolerance < 1)) {
      throw new IllegalArgumentException("The tolerance lies in (0, 1), got " + tolerance);
    }
  }

  /** As Iscen et al., arXiv:1904.04717, do it. */
  public static PropagationSpec iscen() {
    return new PropagationSpec(NEIGHBOURS, EdgeWeights.CUBED_COSINE, 20, 1e-6);
  }

  /** As LaplaceNet's published code does it (Sellars et al., arXiv:2106.04527). */
  public static PropagationSpec laplaceNet() {
    return new PropagationSpec(NEIGHBOURS, EdgeWeights.COSINE, 30, 1e-3);
  }
}
