package org.p2f.training.run;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.training.network.EncoderPlan;
import org.p2f.training.network.PresetPenalty;
import org.p2f.training.network.ScoreNetworkPlan;

/**
 * A named set of defaults.
 *
 * @param largeImageMultipliers the score network's channel multipliers for images of {@value
 *     #LARGE_IMAGE} pixels and more
 * @param scaling of pixels; null for what is published for the data set
 * @param expected what it was measured to reach
 * @param cost what it was measured to take
 * @param imageSize height and width of the images it is for; null for any
 */
public record Preset(
    String name,
    String description,
    long steps,
    int batchSize,
    int replicas,
    EncoderPlan encoder,
    ScoreNetworkPlan scoreNetwork,
    List<Integer> largeImageMultipliers,
    Sde diffusion,
    @Nullable PixelScaling scaling,
    PresetPenalty penalty,
    Loss loss,
    OptimizerSpec optimizer,
    CheckpointPlan checkpoints,
    String expected,
    String cost,
    @Nullable Integer imageSize) {
  private static final int LARGE_IMAGE = 64;

  public Preset {
    largeImageMultipliers = List.copyOf(largeImageMultipliers);
  }

  /** The same for one data set. */
  Preset published(String other, String dataset, int size, String itsCost) {
    return new Preset(
        other,
        "The published run on %s (Mittal et al., arXiv:2210.13774); drl and vdrl, and codes of any size"
            .formatted(dataset),
        steps,
        batchSize,
        replicas,
        encoder,
        scoreNetwork,
        largeImageMultipliers,
        diffusion,
        scaling,
        penalty,
        loss,
        optimizer,
        checkpoints,
        expected,
        itsCost,
        size);
  }

  ScoreNetworkPlan scoreNetworkFor(int imageSize) {
    return imageSize < LARGE_IMAGE
        ? scoreNetwork
        : scoreNetwork.withChannelMultipliers(largeImageMultipliers);
  }
}
