package org.p2f.training.domain;

import java.util.List;

/**
 * An NCSN++ network.
 *
 * @param features channels of its finest level
 * @param channelMultipliers channels of each level as a multiple of that; each level has half the
 *     resolution of the one before
 * @param blocksPerLevel residual blocks per level on the way down
 * @param attentionResolutions heights in pixels at which blocks are followed by attention
 * @param dropout probability in training
 */
public record ScoreNetworkPlan(
    int features,
    List<Integer> channelMultipliers,
    int blocksPerLevel,
    List<Integer> attentionResolutions,
    double dropout) {
  public ScoreNetworkPlan {
    channelMultipliers = List.copyOf(channelMultipliers);
    attentionResolutions = List.copyOf(attentionResolutions);
  }

  /** The images' sides are halved that often, so must be multiples of 2 to that power. */
  int halvings() {
    return channelMultipliers.size() - 1;
  }

  ScoreNetworkPlan withChannelMultipliers(List<Integer> others) {
    return new ScoreNetworkPlan(features, others, blocksPerLevel, attentionResolutions, dropout);
  }
}
