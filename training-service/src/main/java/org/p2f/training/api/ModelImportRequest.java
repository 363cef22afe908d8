package org.p2f.training.api;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.UNetOptions.Block;
import org.p2f.spec.network.UNetOptions.Combination;
import org.p2f.spec.network.UNetOptions.Embedding;
import org.p2f.spec.network.UNetOptions.ProgressiveInput;
import org.p2f.spec.network.UNetOptions.ProgressiveOutput;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.training.domain.CodeReadout;
import org.p2f.training.domain.DatasetPlan;
import org.p2f.training.domain.DiffusionKind;
import org.p2f.training.domain.DiffusionWish;
import org.p2f.training.domain.EncoderPlan;
import org.p2f.training.domain.EncoderWish;
import org.p2f.training.domain.LossWish;
import org.p2f.training.domain.ModelImportWish;
import org.p2f.training.domain.Objective;
import org.p2f.training.domain.Preconditioning;
import org.p2f.training.domain.ScoreNetworkKind;
import org.p2f.training.domain.ScoreNetworkWish;

/** Asks for a model of weights that were trained elsewhere. */
@Schema(
    description =
        "Weights that were trained elsewhere, and the networks they are of: told by specId, or by"
            + " preset, objective and what differs from the preset")
public record ModelImportRequest(
    @Schema(minLength = 1, maxLength = DatasetPlan.LONGEST_NAME) String name,
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
    @Schema(
            description =
                "Values of a code: 1 to 256; of pooled channels 2, 4, 8, 16, 32, 64, 128 or 256")
        @Min(1)
        @Max(EncoderPlan.LARGEST_LATENT)
        @Nullable Integer latentSize,
    @Schema(description = "Convolutions on the encoder's longest path: 10, 16, 22 or 28")
        @Min(10)
        @Max(28)
        @Nullable Integer encoderDepth,
    @Schema(description = "Channels of the encoder's last stage, where the code is not pooled")
        @Min(4)
        @Max(512)
        @Nullable Integer encoderWidth,
    @Schema(description = "fixed is an encoder that was told one time throughout")
        @Nullable EncoderTime encoderTime,
    @Schema(description = "How the encoder's last stage becomes a code")
        @Nullable CodeReadout codeReadout,
    @Schema(description = "How time and code enter the residual blocks of both networks")
        @Nullable Conditioning conditioning,
    @Nullable DiffusionKind diffusion,
    @Schema(description = "Of a variance-exploding diffusion, in pixel values")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("10000")
        @Nullable Double sigmaMin,
    @Schema(description = "Of a variance-exploding diffusion, in pixel values")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("10000")
        @Nullable Double sigmaMax,
    @Schema(description = "Of a variance-preserving diffusion")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("999")
        @Nullable Double betaMin,
    @Schema(description = "Of a variance-preserving diffusion")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("999")
        @Nullable Double betaMax,
    @Schema(description = "discrete is what SMLD and DDPM learn", defaultValue = "continuous")
        @Nullable TimeSteps timeSteps,
    @Schema(description = "What the score network's input and output stand for")
        @Nullable Preconditioning preconditioning,
    @Schema(description = "By default l2 for ae and vae, else none")
        @Nullable Reconstruction reconstruction,
    @Nullable ScoreNetworkKind scoreNetwork,
    @Schema(description = "Channels of the score network's finest level") @Min(4) @Max(512)
        @Nullable Integer features,
    @Schema(description = "Channels of each level as a multiple of features")
        @Size(min = 1, max = 7)
        @Nullable List<@Min(1) @Max(16) Integer> channelMultipliers,
    @Schema(description = "Residual blocks per level on the way down") @Min(1) @Max(16)
        @Nullable Integer blocksPerLevel,
    @Schema(description = "Heights in pixels at which blocks are followed by attention")
        @Nullable List<@Min(1) Integer> attentionResolutions,
    @Schema(description = "What an NCSN++ network sees of the time") @Nullable Embedding embedding,
    @Schema(description = "Of an NCSN++ network") @Nullable Block residualBlocks,
    @Schema(description = "Of an NCSN++ network") @Nullable ProgressiveOutput progressiveOutput,
    @Schema(description = "Of an NCSN++ network") @Nullable ProgressiveInput progressiveInput,
    @Schema(description = "What progressive input input-skip becomes at each level")
        @Nullable Combination combination,
    @Schema(description = "Whether an NCSN++ network resizes by the filter [1, 3, 3, 1]")
        @Nullable Boolean fir,
    @Schema(description = "Whether an NCSN++ network divides sums of branches by √2")
        @Nullable Boolean skipRescale) {

  ModelImportWish toWish() {
    return new ModelImportWish(
        name,
        alias,
        weightsId,
        averagesId,
        specId,
        Objects.requireNonNullElse(encoderAlone, false),
        preset,
        objective,
        channels,
        imageSize,
        mean,
        std,
        new EncoderWish(
            latentSize, encoderDepth, encoderTime, encoderWidth, codeReadout, conditioning, null),
        new ScoreNetworkWish(
            scoreNetwork,
            features,
            channelMultipliers,
            blocksPerLevel,
            attentionResolutions,
            null,
            embedding,
            residualBlocks,
            progressiveOutput,
            progressiveInput,
            combination,
            fir,
            skipRescale,
            conditioning,
            null,
            null),
        new DiffusionWish(diffusion, sigmaMin, sigmaMax, betaMin, betaMax),
        new LossWish(
            null,
            null,
            null,
            null,
            preconditioning,
            timeSteps,
            null,
            null,
            reconstruction,
            null,
            null));
  }
}
