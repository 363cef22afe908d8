package org.p2f.training.imports.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.training.dataset.DatasetPlan;
import org.p2f.training.network.DiffusionSettings;
import org.p2f.training.network.EncoderSettings;
import org.p2f.training.network.Objective;
import org.p2f.training.run.LossSettings;
import org.p2f.training.run.ScoreNetworkSettings;

/** Asks for a model of weights that were trained elsewhere. */
@Schema(
    description =
        "Weights that were trained elsewhere, and the networks they are of: told by specId, or by"
            + " preset, objective and what differs from the preset")
record ModelImportRequest(
    @Schema(minLength = 1, maxLength = Violations.LONGEST_NAME) String name,
    @Schema(description = "A name that is to stand for the model; taken from another that has it")
        @Nullable String alias,
    @Schema(
            description =
                "The upload with the weights: safetensors, or a checkpoint of PyTorch (torch.save"
                    + " since 1.6), which is read without running anything in it")
        String weightsId,
    @Schema(
            description =
                "The upload with averaged weights, safetensors; a checkpoint has its own in ema")
        @Nullable String averagesId,
    @Schema(description = "The upload with the model.json of a model, which tells its networks")
        @Nullable String specId,
    @Schema(
            description =
                "Take nothing but the encoder; so it is anyway where nothing else is there",
            defaultValue = "false")
        @Nullable Boolean encoderAlone,
    @Schema(description = "Of the networks; needed without specId") @Nullable String preset,
    @Schema(description = "What the weights were trained for; needed without specId")
        @Nullable Objective objective,
    @Schema(description = "Of the images", defaultValue = "3") @Min(1) @Max(16)
        @Nullable Integer channels,
    @Schema(description = "Height and width in pixels; by default those of the preset's data set")
        @Min(DatasetPlan.SMALLEST_IMAGE)
        @Max(DatasetPlan.LARGEST_IMAGE)
        @Nullable Integer imageSize,
    @Schema(
            description =
                "One per channel, subtracted from pixels in [0, 1] before networks see them; by"
                    + " default what is published for the preset's data set")
        @Size(min = 1, max = 16)
        @Nullable List<@DecimalMin("-1000") @DecimalMax("1000") Double> mean,
    @Schema(description = "One per channel, by which pixels less the mean are divided")
        @Size(min = 1, max = 16)
        @Nullable List<@DecimalMin(value = "0", inclusive = false) @DecimalMax("1000") Double> std,
    @Valid @Nullable EncoderSettings encoder,
    @Valid @Nullable ScoreNetworkSettings scoreNetwork,
    @Valid @Nullable DiffusionSettings diffusion,
    @Valid @Nullable LossSettings loss) {

  /** Whether something is said about the networks. */
  boolean tellsNetworks() {
    return Stream.of(
            preset,
            objective,
            channels,
            imageSize,
            mean,
            std,
            encoder,
            scoreNetwork,
            diffusion,
            loss)
        .anyMatch(Objects::nonNull);
  }
}
