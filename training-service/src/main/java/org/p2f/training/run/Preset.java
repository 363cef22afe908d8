package org.p2f.training.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Penalty;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.training.network.DiffusionSettings;
import org.p2f.training.network.EncoderPlan;
import org.p2f.training.network.EncoderSettings;
import org.p2f.training.network.Objective;
import org.p2f.training.network.ScoreNetworkPlan;
import org.p2f.training.run.TrainingPlan.CheckpointPlan;

/**
 * A named set of defaults, as callers see it.
 *
 * @param largeImageMultipliers the score network's channel multipliers for images of {@value
 *     #LARGE_IMAGE} pixels and more
 * @param images a scaling of null stands for what is published for the data set
 * @param expected what it was measured to reach
 * @param cost what it was measured to take
 * @param imageSize height and width of the images it is for; null for any
 */
@Schema(name = "PresetView", description = "A named set of defaults for training")
public record Preset(
    String name,
    String description,
    long steps,
    int batchSize,
    int replicas,
    @Schema(implementation = EncoderSettings.class) EncoderPlan encoder,
    @Schema(implementation = ScoreNetworkSettings.class) ScoreNetworkPlan scoreNetwork,
    @JsonIgnore List<Integer> largeImageMultipliers,
    @Schema(implementation = DiffusionSettings.class) Sde diffusion,
    ImageSettings images,
    PresetPenalty penalty,
    @Schema(implementation = LossSettings.class) Loss loss,
    @Schema(implementation = OptimizerSettings.class) OptimizerSpec optimizer,
    @Schema(implementation = CheckpointSettings.class) CheckpointPlan checkpoints,
    @Schema(description = "What it was measured to reach") String expected,
    @Schema(description = "What it was measured to take") String cost,
    @Schema(description = "Height and width of the images it is for; absent for any")
        @Nullable Integer imageSize) {
  private static final int LARGE_IMAGE = 64;

  public Preset {
    largeImageMultipliers = List.copyOf(largeImageMultipliers);
  }

  /** All presets, smallest first. */
  public static List<Preset> all() {
    return Presets.ALL;
  }

  public static Optional<Preset> find(String name) {
    return all().stream().filter(preset -> preset.name.equals(name)).findFirst();
  }

  public static String names() {
    return all().stream().map(Preset::name).collect(Collectors.joining(", "));
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
        images,
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

  /**
   * A preset's penalties on codes, with the shares of a run's steps between which they come in.
   *
   * @param ofValues weight for DRL
   * @param ofDistributions weight for VDRL
   * @param from share of the steps after which a distribution's may count, in [0, 1]
   * @param until share of the steps after which it counts whole, in [from, 1]
   */
  public record PresetPenalty(double ofValues, double ofDistributions, double from, double until) {

    /** The same for both, from the first step on. */
    public static PresetPenalty constant(double weight) {
      return new PresetPenalty(weight, weight, 0, 0);
    }

    public Penalty of(Objective objective, long steps) {
      return switch (objective) {
        case DRL -> Penalty.constant(ofValues);
        case VDRL ->
            new Penalty(ofDistributions, Math.round(from * steps), Math.round(until * steps));
        case DRL_UNPENALISED, AE -> Penalty.constant(0);
        case VAE -> Penalty.constant(1);
      };
    }
  }
}
