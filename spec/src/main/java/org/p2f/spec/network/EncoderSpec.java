package org.p2f.spec.network;

import java.util.List;

/**
 * Shape of a time-conditioned wide residual network, WRN-depth-widen. Source: Zagoruyko and
 * Komodakis, arXiv:1605.07146, with the time conditioning of Mittal et al., arXiv:2210.13774.
 *
 * @param depth number of convolutions on the longest path, 6n + 4 with n ≥ 1
 * @param widen factor on the widths 16, 32, 64 of the three stages; 0 is the published encoder of
 *     two values, which has the widths 32, 64, 2
 * @param latent what comes out
 * @param channels of the images
 * @param time which the encoder is told
 * @param readout how the last stage becomes a code
 * @param conditioning how the time enters the blocks
 * @param fourierScale standard deviation of the random frequencies at which the encoder sees the
 *     logarithm of the noise level; the larger, the less codes of near times have in common
 */
public record EncoderSpec(
    int depth,
    double widen,
    LatentKind latent,
    int channels,
    EncoderTime time,
    CodeReadout readout,
    Conditioning conditioning,
    double fourierScale) {

  private static final List<Integer> TWO_VALUES = List.of(32, 64, 2);
  private static final int STAGES = 3;
  private static final int NARROWEST = 16;

  public EncoderSpec {
    if (depth < 10 || (depth - 4) % (2 * STAGES) != 0) {
      throw new IllegalArgumentException("Depth is 6n + 4 with n >= 1, got " + depth);
    }
    double narrowest = NARROWEST * widen;
    if (!(narrowest >= 0 && narrowest <= 1 << 12 && narrowest == Math.rint(narrowest))) {
      throw new IllegalArgumentException(
          "16 * widen must be a whole number of channels up to 4096, got widen " + widen);
    }
    if (channels < 1) {
      throw new IllegalArgumentException("Images have at least 1 channel, got " + channels);
    }
    UNetOptions.requireSpread(fourierScale);
  }

  /** Code and conditioning as published. */
  public EncoderSpec(int depth, double widen, LatentKind latent, int channels, EncoderTime time) {
    this(
        depth,
        widen,
        latent,
        channels,
        time,
        new CodeReadout.Pooled(),
        Conditioning.SHIFT,
        UNetOptions.PUBLISHED_SPREAD);
  }

  /** One that is told the time at which it encodes. */
  public EncoderSpec(int depth, double widen, LatentKind latent, int channels) {
    this(depth, widen, latent, channels, EncoderTime.GIVEN);
  }

  public int blocksPerStage() {
    return (depth - 4) / (2 * STAGES);
  }

  /** Channels of the three stages. */
  public List<Integer> stageWidths() {
    if (widen == 0) {
      return TWO_VALUES;
    }
    int narrowest = (int) (NARROWEST * widen);
    return List.of(narrowest, 2 * narrowest, 4 * narrowest);
  }

  /** Channels of the last stage. */
  public int lastWidth() {
    return stageWidths().getLast();
  }

  /** Number of values in a code. */
  public int latentSize() {
    return switch (readout) {
      case CodeReadout.Pooled _ -> lastWidth();
      case CodeReadout.Projected(int size) -> size;
      case CodeReadout.Spatial(int size, int _, int _) -> size;
    };
  }
}
