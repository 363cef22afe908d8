package org.p2f.training.domain;

/**
 * A wide residual network.
 *
 * @param depth convolutions on its longest path
 * @param widen factor on its widths; the code has 64 times as many values, and 2 for the factor 0
 */
public record EncoderPlan(int depth, double widen) {
  static final int LARGEST_LATENT = 256;
  private static final int VALUES_PER_WIDTH = 64;
  private static final int VALUES_OF_THE_NARROWEST = 2;

  static boolean isLatentSize(int values) {
    return VALUES_OF_THE_NARROWEST <= values
        && values <= LARGEST_LATENT
        && Integer.bitCount(values) == 1;
  }

  EncoderPlan withLatentSize(int values) {
    return new EncoderPlan(
        depth, values == VALUES_OF_THE_NARROWEST ? 0 : (double) values / VALUES_PER_WIDTH);
  }
}
