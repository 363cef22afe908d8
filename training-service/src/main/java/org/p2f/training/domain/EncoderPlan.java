package org.p2f.training.domain;

import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.EncoderTime;

/**
 * A wide residual network.
 *
 * @param depth convolutions on its longest path
 * @param widen factor on its widths 16, 32 and 64; 0 for the widths 32, 64, 2
 * @param time which it is told
 * @param readout how its last stage becomes a code
 * @param latentSize values of a code
 * @param conditioning how the time enters its blocks
 * @param fourierScale standard deviation of the frequencies at which it sees ln σ(t)
 */
public record EncoderPlan(
    int depth,
    double widen,
    EncoderTime time,
    CodeReadout readout,
    int latentSize,
    Conditioning conditioning,
    double fourierScale) {
  public static final int LARGEST_LATENT = 256;
  static final double PUBLISHED_FOURIER_SCALE = 16;
  private static final int VALUES_PER_WIDTH = 64;
  private static final int VALUES_OF_THE_NARROWEST = 2;

  /** As published: a code has as many values as the last stage has channels. */
  public EncoderPlan(int depth, double widen, EncoderTime time) {
    this(
        depth,
        widen,
        time,
        CodeReadout.POOLED,
        latentSizeOf(widen),
        Conditioning.SHIFT,
        PUBLISHED_FOURIER_SCALE);
  }

  /** One as published that is told the time at which it encodes. */
  public EncoderPlan(int depth, double widen) {
    this(depth, widen, EncoderTime.GIVEN);
  }

  static boolean isPooledSize(int values) {
    return VALUES_OF_THE_NARROWEST <= values
        && values <= LARGEST_LATENT
        && Integer.bitCount(values) == 1;
  }

  static double widenOf(int latentSize) {
    return latentSize == VALUES_OF_THE_NARROWEST ? 0 : (double) latentSize / VALUES_PER_WIDTH;
  }

  static int latentSizeOf(double widen) {
    return widen == 0 ? VALUES_OF_THE_NARROWEST : (int) (widen * VALUES_PER_WIDTH);
  }
}
