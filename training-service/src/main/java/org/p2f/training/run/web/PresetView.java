package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.training.network.DiffusionSettings;
import org.p2f.training.network.EncoderPlan;
import org.p2f.training.network.EncoderSettings;
import org.p2f.training.network.ScoreNetworkPlan;
import org.p2f.training.run.CheckpointPlan;
import org.p2f.training.run.CheckpointSettings;
import org.p2f.training.run.ImageSettings;
import org.p2f.training.run.LossSettings;
import org.p2f.training.run.OptimizerSettings;
import org.p2f.training.run.Preset;
import org.p2f.training.run.ScoreNetworkSettings;

/** A preset as the API shows it. */
@Schema(description = "A named set of defaults for training")
record PresetView(
    String name,
    String description,
    long steps,
    int batchSize,
    @Schema(implementation = EncoderSettings.class) EncoderPlan encoder,
    @Schema(implementation = ScoreNetworkSettings.class) ScoreNetworkPlan scoreNetwork,
    @Schema(implementation = DiffusionSettings.class) Sde diffusion,
    ImageSettings images,
    Preset.PresetPenalty penalty,
    @Schema(implementation = LossSettings.class) Loss loss,
    @Schema(implementation = OptimizerSettings.class) OptimizerSpec optimizer,
    @Schema(implementation = CheckpointSettings.class) CheckpointPlan checkpoints,
    @Schema(description = "What it was measured to reach") String expected,
    @Schema(description = "What it was measured to take") String cost,
    @Schema(description = "Height and width of the images it is for; absent for any")
        @Nullable Integer imageSize) {

  static PresetView of(Preset preset) {
    return new PresetView(
        preset.name(),
        preset.description(),
        preset.steps(),
        preset.batchSize(),
        preset.encoder(),
        preset.scoreNetwork(),
        preset.diffusion(),
        new ImageSettings(preset.scaling(), null),
        preset.penalty(),
        preset.loss(),
        preset.optimizer(),
        preset.checkpoints(),
        preset.expected(),
        preset.cost(),
        preset.imageSize());
  }
}
