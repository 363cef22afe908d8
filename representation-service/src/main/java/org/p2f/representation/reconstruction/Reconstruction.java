package org.p2f.representation.reconstruction;

import org.jspecify.annotations.Nullable;

/**
 * One image at one time. Images are [C, H, W] in the units of pixels, 0 black and 1 white, not
 * clamped.
 *
 * @param noised x_t, as the score network is shown it; null of a decoder
 * @param withCode what is made with the image's own code
 * @param withOtherCode what is made with the code of another image; null if there was none
 */
public record Reconstruction(
    double t, @Nullable Noised noised, Made withCode, @Nullable Made withOtherCode) {

  /**
   * @param signal factor of the image in x_t
   * @param noise σ(t), standard deviation of the noise in x_t, as the network sees images
   * @param pixelNoise the same in the units of pixels, mean of the channels
   */
  @SuppressWarnings("ArrayRecordComponent") // large; nobody compares them
  public record Noised(float[] image, double signal, double noise, double pixelNoise) {}

  /**
   * @param squaredError from the image, mean over its values, in squared units of pixels
   */
  @SuppressWarnings("ArrayRecordComponent") // large; nobody compares them
  public record Made(float[] image, double squaredError) {

    /** How much smaller this one's error is, in dB; null if that is not a number. */
    public @Nullable Double gainOver(@Nullable Made other) {
      if (other == null) {
        return null;
      }
      double gain = 10 * Math.log10(other.squaredError / squaredError);
      return Double.isFinite(gain) ? gain : null;
    }
  }
}
