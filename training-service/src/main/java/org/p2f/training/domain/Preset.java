package org.p2f.training.domain;

import java.util.List;

/**
 * A named set of defaults.
 *
 * @param largeImageMultipliers the score network's channel multipliers for images of {@value
 *     #LARGE_IMAGE} pixels and more
 * @param expected what it was measured to reach
 * @param cost what it was measured to take
 */
public record Preset(
    String name,
    String description,
    long steps,
    int batchSize,
    EncoderPlan encoder,
    ScoreNetworkPlan scoreNetwork,
    List<Integer> largeImageMultipliers,
    DiffusionPlan diffusion,
    double latentPenalty,
    OptimizerPlan optimizer,
    CheckpointPlan checkpoints,
    String expected,
    String cost) {
  private static final int LARGE_IMAGE = 64;

  public Preset {
    largeImageMultipliers = List.copyOf(largeImageMultipliers);
  }

  ScoreNetworkPlan scoreNetworkFor(int imageSize) {
    return imageSize < LARGE_IMAGE
        ? scoreNetwork
        : scoreNetwork.withChannelMultipliers(largeImageMultipliers);
  }
}
