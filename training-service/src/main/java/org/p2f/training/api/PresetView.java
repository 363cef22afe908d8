package org.p2f.training.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.PixelScaling;
import org.p2f.training.domain.CheckpointPlan;
import org.p2f.training.domain.DiffusionPlan;
import org.p2f.training.domain.EncoderPlan;
import org.p2f.training.domain.LossPlan;
import org.p2f.training.domain.OptimizerPlan;
import org.p2f.training.domain.Preset;
import org.p2f.training.domain.PresetPenalty;
import org.p2f.training.domain.ScoreNetworkPlan;

/** A preset as the API shows it. */
@Schema(description = "A named set of defaults for training")
public record PresetView(
    String name,
    String description,
    long steps,
    int batchSize,
    EncoderPlan encoder,
    ScoreNetworkPlan scoreNetwork,
    DiffusionPlan diffusion,
    @Schema(description = "Of pixels; absent for what is published for the data set")
        @Nullable PixelScaling pixelScaling,
    PresetPenalty penalty,
    LossPlan loss,
    OptimizerPlan optimizer,
    CheckpointPlan checkpoints,
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
        preset.scaling(),
        preset.penalty(),
        preset.loss(),
        preset.optimizer(),
        preset.checkpoints(),
        preset.expected(),
        preset.cost(),
        preset.imageSize());
  }
}
