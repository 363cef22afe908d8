package org.p2f.training.domain;

import java.util.Objects;

/**
 * A wide residual network.
 *
 * @param depth convolutions on its longest path
 * @param widen factor on its widths; the code has 64 times as many values, and 2 for the factor 0
 * @param time which it is told
 */
public record EncoderPlan(int depth, double widen, EncoderTime time) {
  static final int LARGEST_LATENT = 256;
  private static final int VALUES_PER_WIDTH = 64;
  private static final int VALUES_OF_THE_NARROWEST = 2;

  public EncoderPlan {
    time = Objects.requireNonNullElse(time, EncoderTime.GIVEN); // older plans
  }

  /** One that is told the time at which it encodes. */
  public EncoderPlan(int depth, double widen) {
    this(depth, widen, EncoderTime.GIVEN);
  }

  static boolean isLatentSize(int values) {
    return VALUES_OF_THE_NARROWEST <= values
        && values <= LARGEST_LATENT
        && Integer.bitCount(values) == 1;
  }

  static double widenOf(int latentSize) {
    return latentSize == VALUES_OF_THE_NARROWEST ? 0 : (double) latentSize / VALUES_PER_WIDTH;
  }
}
