package org.p2f.numerics.net;

import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Value;

/**
 * The filter [1, 3, 3, 1] in both directions, as convolutions of each channel by itself. Sources:
 * Karras et al., arXiv:1912.04958; Song et al., arXiv:2011.13456, App. H.
 */
final class Fir {

  private static final double[] TAPS = {1, 3, 3, 1};

  /** The taps' sum, squared for two directions. */
  private static final double SUM = 64;

  private Fir() {}

  /** Halves the size. */
  static Value down(Value x, int channels) {
    return x.conv2d(kernel(x, channels, 1), Operand.none(), 2, 1, 1, channels);
  }

  /** Doubles the size: zeros between the pixels, then the filter, which keeps their sum. */
  static Value up(Value x, int channels) {
    return x.convTranspose2d(kernel(x, channels, 4), Operand.none(), 2, 1, channels);
  }

  /**
   * The filter alone; images grow by 2·padding − 3.
   *
   * @param gain what a constant image is multiplied by
   */
  static Value filter(Value x, int channels, double gain, int padding) {
    return x.conv2d(kernel(x, channels, gain), Operand.none(), 1, padding, 1, channels);
  }

  private static Value kernel(Value x, int channels, double gain) {
    var taps = x.graph().constants(x, TAPS);
    return taps.unsqueeze(1)
        .mul(taps.unsqueeze(0))
        .mul(gain / SUM)
        .expand(channels, 1, TAPS.length, TAPS.length);
  }
}
