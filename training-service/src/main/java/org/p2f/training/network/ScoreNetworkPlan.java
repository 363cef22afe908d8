package org.p2f.training.network;

import java.util.List;
import org.p2f.spec.network.UNetOptions;

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
    Kind kind,
    int features,
    List<Integer> channelMultipliers,
    int blocksPerLevel,
    List<Integer> attentionResolutions,
    double dropout,
    UNetOptions options) {
  public ScoreNetworkPlan {
    channelMultipliers = List.copyOf(channelMultipliers);
    attentionResolutions = List.copyOf(attentionResolutions);
  }

  /** An NCSN++ network with the published options. */
  public ScoreNetworkPlan(
      int features,
      List<Integer> channelMultipliers,
      int blocksPerLevel,
      List<Integer> attentionResolutions,
      double dropout) {
    this(
        Kind.NCSN_PLUS_PLUS,
        features,
        channelMultipliers,
        blocksPerLevel,
        attentionResolutions,
        dropout,
        UNetOptions.published());
  }

  /** What the images' sides must be a multiple of, in pixels: patches, and a 2 for each halving. */
  public int sideMultiple() {
    return options.patchSize() << halvings();
  }

  /** How often the image is halved on the way down. */
  public int halvings() {
    return channelMultipliers.size() - 1;
  }

  public ScoreNetworkPlan withChannelMultipliers(List<Integer> others) {
    return new ScoreNetworkPlan(
        kind, features, others, blocksPerLevel, attentionResolutions, dropout, options);
  }

  /** Families of score networks. */
  public enum Kind {
    /** Song et al., arXiv:2011.13456. */
    NCSN_PLUS_PLUS,
    /** Ho et al., arXiv:2006.11239. */
    DDPM,
    /** Song and Ermon, arXiv:2006.09011. */
    NCSN_V2
  }
}
