package org.p2f.spec.semisupervised;

/** What an edge of a graph of similar points weighs, by the cosine of its two points. */
public enum EdgeWeights {
  /**
   * The cosine, which of vectors of length 1 is the inner product: LaplaceNet's published code
   * (arXiv:2106.04527).
   */
  COSINE(1),
  /** Its third power: Iscen et al., arXiv:1904.04717, eq. 10. */
  CUBED_COSINE(3);

  private final int power;

  EdgeWeights(int power) {
    this.power = power;
  }

  /**
   * @param cosine in [−1, 1]; a negative one weighs nothing
   */
  public double of(double cosine) {
    return Math.pow(Math.max(0, cosine), power);
  }
}
