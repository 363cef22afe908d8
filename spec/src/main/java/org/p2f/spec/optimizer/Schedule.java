package org.p2f.spec.optimizer;

/** What becomes of the learning rate after the warm-up. */
public enum Schedule {
  /** It stays. */
  CONSTANT,
  /** It falls to 0 along half a cosine (Loshchilov and Hutter, arXiv:1608.03983, eq. 5). */
  COSINE;

  /**
   * The share of the learning rate that is left.
   *
   * @param step from 0, after the warm-up
   * @param steps after the warm-up, in all
   * @return in [0, 1]
   */
  public double shareAt(long step, long steps) {
    return switch (this) {
      case CONSTANT -> 1;
      case COSINE -> steps <= 0 ? 1 : (1 + Math.cos(Math.PI * Math.min(step, steps) / steps)) / 2;
    };
  }
}
