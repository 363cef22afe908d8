package org.p2f.training.domain;

import java.util.List;
import java.util.Objects;

/**
 * A score network.
 *
 * @param features channels of its finest level
 * @param channelMultipliers channels of each level as a multiple of that; each level has half the
 *     resolution of the one before
 * @param blocksPerLevel residual blocks per level on the way down
 * @param attentionResolutions heights in pixels at which blocks are followed by attention
 * @param dropout probability in training
 * @param options of an NCSN++ network; a DDPM one is a choice of them, and NCSNv2 has none
 */
public record ScoreNetworkPlan(
    int features,
    List<Integer> channelMultipliers,
    int blocksPerLevel,
    List<Integer> attentionResolutions,
    double dropout,
    ScoreNetworkKind kind,
    ScoreNetworkOptions options) {
  public ScoreNetworkPlan {
    channelMultipliers = List.copyOf(channelMultipliers);
    attentionResolutions = List.copyOf(attentionResolutions);
    kind = Objects.requireNonNullElse(kind, ScoreNetworkKind.NCSN_PLUS_PLUS); // older plans
    options = Objects.requireNonNullElse(options, ScoreNetworkOptions.PUBLISHED); // older plans
  }

  /** An NCSN++ network with the published options. */
  public ScoreNetworkPlan(
      int features,
      List<Integer> channelMultipliers,
      int blocksPerLevel,
      List<Integer> attentionResolutions,
      double dropout) {
    this(
        features,
        channelMultipliers,
        blocksPerLevel,
        attentionResolutions,
        dropout,
        ScoreNetworkKind.NCSN_PLUS_PLUS,
        ScoreNetworkOptions.PUBLISHED);
  }

  /** The images' sides are halved that often, so must be multiples of 2 to that power. */
  int halvings() {
    return channelMultipliers.size() - 1;
  }

  ScoreNetworkPlan withChannelMultipliers(List<Integer> others) {
    return new ScoreNetworkPlan(
        features, others, blocksPerLevel, attentionResolutions, dropout, kind, options);
  }
}
