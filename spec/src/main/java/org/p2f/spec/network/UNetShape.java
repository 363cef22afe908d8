package org.p2f.spec.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Levels of a U-net.
 *
 * @param features channels of the first level
 * @param channelMultipliers channels of each level as a multiple of features; each level has half
 *     the resolution of the one before
 * @param blocksPerLevel residual blocks per level on the way down; on the way up there is one more
 * @param attentionResolutions heights in pixels at which blocks are followed by attention
 * @param imageSize height and width in pixels, divisible by 2 once for each level after the first
 * @param channels of the images
 */
public record UNetShape(
    int features,
    List<Integer> channelMultipliers,
    int blocksPerLevel,
    List<Integer> attentionResolutions,
    int imageSize,
    int channels) {

  public UNetShape {
    channelMultipliers = List.copyOf(channelMultipliers);
    attentionResolutions = List.copyOf(attentionResolutions);
    if (channelMultipliers.isEmpty() || channelMultipliers.stream().anyMatch(m -> m < 1)) {
      throw new IllegalArgumentException(
          "Need at least one level, each with a multiplier of at least 1, got "
              + channelMultipliers);
    }
    if (blocksPerLevel < 1) {
      throw new IllegalArgumentException("Need a block per level, got " + blocksPerLevel);
    }
    int halvings = channelMultipliers.size() - 1;
    if (imageSize < 1 || halvings > 16 || imageSize % (1 << halvings) != 0) {
      throw new IllegalArgumentException(
          "Images of %d pixels cannot be halved %d times".formatted(imageSize, halvings));
    }
  }

  public int levels() {
    return channelMultipliers.size();
  }

  /** The coarsest level. */
  public int lowest() {
    return levels() - 1;
  }

  /** Channels of a level, counted from the finest. */
  public int width(int level) {
    return features * channelMultipliers.get(level);
  }

  /** Height and width of a level in pixels. */
  public int resolution(int level) {
    return imageSize >> level;
  }

  /** Whether blocks of a level are followed by attention. */
  public boolean attends(int level) {
    return attentionResolutions.contains(resolution(level));
  }

  /** All blocks but those that change the size, in order of execution. */
  public List<UNetLayer> layers() {
    var layers = new ArrayList<UNetLayer>();
    for (int level = 0; level < levels(); level++) {
      for (int block = 0; block < blocksPerLevel; block++) {
        layers.add(new UNetLayer.Down(level, block));
      }
    }
    layers.add(new UNetLayer.Bottom(0));
    layers.add(new UNetLayer.Bottom(1));
    for (int level = lowest(); level >= 0; level--) {
      for (int block = 0; block <= blocksPerLevel; block++) {
        layers.add(new UNetLayer.Up(level, block));
      }
    }
    return layers;
  }

  /** The lowest level's last block on the way up, which reads best ({@code docs/serving.md}). */
  UNetLayer featureLayer() {
    return new UNetLayer.Up(lowest(), blocksPerLevel);
  }
}
