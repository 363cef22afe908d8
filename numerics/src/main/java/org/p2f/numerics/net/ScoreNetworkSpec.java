package org.p2f.numerics.net;

import java.util.List;

/**
 * Shape of an NCSN++ score network conditioned on a code. Source: Song et al., arXiv:2011.13456,
 * App. H, in the small form of Mittal et al., arXiv:2210.13774.
 *
 * @param features channels of the first level, a multiple of 4
 * @param channelMultipliers channels of each level as a multiple of features; each level has half
 *     the resolution of the one before
 * @param blocksPerLevel residual blocks per level on the way down; on the way up there is one more
 * @param attentionResolutions heights in pixels at which blocks are followed by attention
 * @param dropout probability in training
 * @param imageSize height and width in pixels, divisible by 2 once for each level after the first
 * @param channels of the images
 */
public record ScoreNetworkSpec(
    int features,
    List<Integer> channelMultipliers,
    int blocksPerLevel,
    List<Integer> attentionResolutions,
    double dropout,
    int imageSize,
    int channels) {

  public ScoreNetworkSpec {
    channelMultipliers = List.copyOf(channelMultipliers);
    attentionResolutions = List.copyOf(attentionResolutions);
    if (features < 4 || features % 4 != 0) {
      throw new IllegalArgumentException("Features are a multiple of 4, got " + features);
    }
    if (channelMultipliers.isEmpty() || channelMultipliers.stream().anyMatch(m -> m < 1)) {
      throw new IllegalArgumentException(
          "Need at least one level, each with a multiplier of at least 1, got "
              + channelMultipliers);
    }
    if (blocksPerLevel < 1) {
      throw new IllegalArgumentException("Need a block per level, got " + blocksPerLevel);
    }
    if (!(0 <= dropout && dropout < 1)) {
      throw new IllegalArgumentException("Dropout lies in [0, 1), got " + dropout);
    }
    int halvings = channelMultipliers.size() - 1;
    if (imageSize < 1 || halvings > 16 || imageSize % (1 << halvings) != 0) {
      throw new IllegalArgumentException(
          "Images of %d pixels cannot be halved %d times".formatted(imageSize, halvings));
    }
    if (channels < 1) {
      throw new IllegalArgumentException("Images have at least 1 channel, got " + channels);
    }
  }

  /** The published small network: three levels for images of 64 and 84 pixels, else four. */
  public static ScoreNetworkSpec small(int imageSize, int channels) {
    var multipliers = imageSize >= 64 ? List.of(1, 2, 2) : List.of(1, 2, 2, 2);
    return new ScoreNetworkSpec(16, multipliers, 2, List.of(16), .1, imageSize, channels);
  }

  public int levels() {
    return channelMultipliers.size();
  }

  /** Channels of a level, counted from the finest. */
  int width(int level) {
    return features * channelMultipliers.get(level);
  }

  /** Height and width of a level in pixels. */
  int resolution(int level) {
    return imageSize >> level;
  }

  boolean attends(int level) {
    return attentionResolutions.contains(resolution(level));
  }
}
