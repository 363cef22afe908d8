package org.p2f.training.network;

import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.UNetOptions;

/**
 * A wide residual network.
 *
 * @param depth convolutions on its longest path
 * @param width channels of its last stage, 2 or a multiple of 4
 * @param time which it is told
 * @param readout how its last stage becomes a code
 * @param latentSize values of a code
 * @param conditioning how the time enters its blocks
 * @param fourierScale standard deviation of the frequencies at which it sees ln σ(t)
 */
public record EncoderPlan(
    int depth,
    int width,
    EncoderTime time,
    Readout readout,
    int latentSize,
    Conditioning conditioning,
    double fourierScale) {
  public static final int LARGEST_LATENT = 256;
  private static final int WIDTH_STEP = 4;
  private static final int NARROWEST = 2;
  private static final double LAST_WIDTH = 64;

  /** As published, and told the time: a code has as many values as the last stage has channels. */
  public EncoderPlan(int depth, int width) {
    this(
        depth,
        width,
        EncoderTime.GIVEN,
        Readout.POOLED,
        width,
        Conditioning.SHIFT,
        UNetOptions.PUBLISHED_SPREAD);
  }

  static boolean isWidth(int channels) {
    return channels == NARROWEST || (channels > 0 && channels % WIDTH_STEP == 0);
  }

  /** The factor on the widths 16, 32 and 64 of its stages; 0 for the widths 32, 64, 2. */
  public double widen() {
    return width == NARROWEST ? 0 : width / LAST_WIDTH;
  }

  /** How the activations of an encoder's last stage become a code. */
  public enum Readout {
    /**
     * The mean of each channel is a value of the code, as published: the code's size is a width.
     */
    POOLED,
    /** A linear map of the channels' means. */
    PROJECTED,
    /** A linear map of the channels' means over the cells of a grid of 4×4 or a little finer. */
    SPATIAL
  }
}
