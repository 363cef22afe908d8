package org.p2f.numerics.sde;

import java.util.List;
import org.p2f.spec.diffusion.Sde;

/**
 * In plain doubles, to compare with: annealed Langevin steps at one noise level: x + ε·s + √(2ε)·n
 * with ε = 2α·(r·‖n‖/‖s‖)².
 *
 * <p>Source: Song et al., arXiv:2011.13456, algorithms 4 and 5. The norms are means over the batch,
 * so one image's step depends on its neighbours.
 *
 * @param signalToNoise r, without unit
 */
public record LangevinCorrector(double signalToNoise) {
  /**
   * @param scores s(x, t), one an image
   * @param noises standard normal, one an image; the caller draws them
   * @return ε before α, of which each image takes its {@link Sde#langevinScale}
   */
  public double stepSize(List<double[]> scores, List<double[]> noises) {
    double ratio = signalToNoise * meanNorm(noises) / meanNorm(scores);
    return 2 * ratio * ratio;
  }

  /** One image's step. */
  public double[] step(double[] x, double[] score, double[] noise, double stepSize) {
    double spread = Math.sqrt(2 * stepSize);
    double[] next = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      next[i] = x[i] + stepSize * score[i] + spread * noise[i];
    }
    return next;
  }

  private static double meanNorm(List<double[]> images) {
    double sum = 0;
    for (double[] image : images) {
      double squares = 0;
      for (double value : image) {
        squares += value * value;
      }
      sum += Math.sqrt(squares);
    }
    return sum / images.size();
  }
}
