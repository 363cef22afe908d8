package org.p2f.spec.network;

import java.util.List;

/**
 * Shape of the DDPM score network. Source: Ho et al., arXiv:2006.11239, as in the code of Song et
 * al., arXiv:2011.13456. It is a U-net without pyramids that sees the step's number, with 32 groups
 * in every normalisation. Images go in as they are; pixels in [−1, 1], as published for DDPM, are
 * {@link org.p2f.spec.data.PixelScaling#CENTRED}. Departure under variance-exploding diffusions,
 * where the published network doubles x_t and takes 1 away.
 *
 * @param features channels of the first level, a multiple of 32
 * @param channelMultipliers channels of each level as a multiple of features; each level has half
 *     the resolution of the one before
 * @param blocksPerLevel residual blocks per level on the way down; on the way up there is one more
 * @param attentionResolutions heights in pixels at which blocks are followed by attention
 * @param dropout probability in training
 * @param imageSize height and width in pixels, divisible by 2 once for each level after the first
 * @param channels of the images
 */
public record DdpmSpec(
    int features,
    List<Integer> channelMultipliers,
    int blocksPerLevel,
    List<Integer> attentionResolutions,
    double dropout,
    int imageSize,
    int channels)
    implements ScoreNetworkSpec {

  /** Of channels in every normalisation. */
  public static final int GROUPS = 32;

  public DdpmSpec {
    channelMultipliers = List.copyOf(channelMultipliers);
    attentionResolutions = List.copyOf(attentionResolutions);
    if (features < GROUPS || features % GROUPS != 0) {
      throw new IllegalArgumentException(
          "Features are a multiple of %d, got %d".formatted(GROUPS, features));
    }
    ScoreNetworkSpec.requireImages(dropout, channels);
    var _ =
        new UNetShape(
            features,
            channelMultipliers,
            blocksPerLevel,
            attentionResolutions,
            imageSize,
            channels);
  }

  /** Its levels. */
  public UNetShape shape() {
    return new UNetShape(
        features, channelMultipliers, blocksPerLevel, attentionResolutions, imageSize, channels);
  }

  /** What makes it of an NCSN++ network. */
  public static UNetOptions options() {
    return new UNetOptions(
        UNetOptions.Embedding.POSITIONAL,
        UNetOptions.Block.DDPM,
        UNetOptions.ProgressiveOutput.NONE,
        UNetOptions.ProgressiveInput.NONE,
        UNetOptions.Combination.SUM,
        false,
        false);
  }
}
