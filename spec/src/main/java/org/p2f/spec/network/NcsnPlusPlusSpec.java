package org.p2f.spec.network;

import java.util.List;

/**
 * Shape of an NCSN++ score network. Source: Song et al., arXiv:2011.13456, App. H, in the small
 * form of Mittal et al., arXiv:2210.13774.
 *
 * @param features channels of the first level, a multiple of 4
 * @param channelMultipliers channels of each level as a multiple of features; each level has half
 *     the resolution of the one before
 * @param blocksPerLevel residual blocks per level on the way down; on the way up there is one more
 * @param attentionResolutions heights, in pixels or patches, at which blocks are followed by
 *     attention
 * @param dropout probability in training
 * @param imageSize height and width in pixels; in patches, divisible by 2 once for each level after
 *     the first
 * @param channels of the images
 */
public record NcsnPlusPlusSpec(
    int features,
    List<Integer> channelMultipliers,
    int blocksPerLevel,
    List<Integer> attentionResolutions,
    double dropout,
    int imageSize,
    int channels,
    UNetOptions options)
    implements ScoreNetworkSpec {

  public NcsnPlusPlusSpec {
    channelMultipliers = List.copyOf(channelMultipliers);
    attentionResolutions = List.copyOf(attentionResolutions);
    if (features < 4 || features % 4 != 0) {
      throw new IllegalArgumentException("Features are a multiple of 4, got " + features);
    }
    ScoreNetworkSpec.requireImages(dropout, channels);
    if (imageSize % options.patchSize() != 0) {
      throw new IllegalArgumentException(
          "Images of %d pixels do not divide into patches of %d"
              .formatted(imageSize, options.patchSize()));
    }
    var _ =
        shape(
            features,
            channelMultipliers,
            blocksPerLevel,
            attentionResolutions,
            imageSize,
            channels,
            options.patchSize());
  }

  public NcsnPlusPlusSpec withOptions(UNetOptions others) {
    return new NcsnPlusPlusSpec(
        features,
        channelMultipliers,
        blocksPerLevel,
        attentionResolutions,
        dropout,
        imageSize,
        channels,
        others);
  }

  /** Its levels, in patches. */
  public UNetShape shape() {
    return shape(
        features,
        channelMultipliers,
        blocksPerLevel,
        attentionResolutions,
        imageSize,
        channels,
        options.patchSize());
  }

  private static UNetShape shape(
      int features,
      List<Integer> channelMultipliers,
      int blocksPerLevel,
      List<Integer> attentionResolutions,
      int imageSize,
      int channels,
      int patch) {
    return new UNetShape(
        features,
        channelMultipliers,
        blocksPerLevel,
        attentionResolutions,
        imageSize / patch,
        channels * patch * patch);
  }
}
