package org.p2f.training.api;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.PrecisionChoice;
import org.p2f.spec.network.UNetOptions.Block;
import org.p2f.spec.network.UNetOptions.Combination;
import org.p2f.spec.network.UNetOptions.Embedding;
import org.p2f.spec.network.UNetOptions.ProgressiveInput;
import org.p2f.spec.network.UNetOptions.ProgressiveOutput;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.TimeDraws;
import org.p2f.spec.objective.Weighting;
import org.p2f.spec.optimizer.Schedule;
import org.p2f.spec.sampling.Solver;
import org.p2f.training.domain.CodeReadout;
import org.p2f.training.domain.DiffusionKind;
import org.p2f.training.domain.DiffusionWish;
import org.p2f.training.domain.EncoderPlan;
import org.p2f.training.domain.EncoderWish;
import org.p2f.training.domain.LossWish;
import org.p2f.training.domain.Objective;
import org.p2f.training.domain.OperationWish;
import org.p2f.training.domain.OptimizerWish;
import org.p2f.training.domain.Preconditioning;
import org.p2f.training.domain.ProbePlan;
import org.p2f.training.domain.SampleGridWish;
import org.p2f.training.domain.ScoreNetworkKind;
import org.p2f.training.domain.ScoreNetworkWish;
import org.p2f.training.domain.TrainingWish;

/** Asks for a training run. */
@Schema(description = "A training run; what is left out comes from the preset")
public record TrainingRunRequest(
    String datasetId,
    String preset,
    Objective objective,
    @Nullable String name,
    @Schema(
            description = "Of weights, data order, augmentations, times, noise and dropout",
            defaultValue = "0")
        @Nullable Long seed,
    @Schema(description = "0 gives the untrained model, a control") @Min(0) @Max(100_000_000)
        @Nullable Long steps,
    @Schema(description = "Images per step") @Min(2) @Max(4_096) @Nullable Integer batchSize,
    @Schema(
            description =
                "Into which a batch is divided for the score network: less memory, the same result",
            defaultValue = "1")
        @Min(1)
        @Nullable Integer batchParts,
    @Schema(description = "After the warm-up")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("1")
        @Nullable Double learningRate,
    @Schema(description = "Steps over which the learning rate rises from 0")
        @Min(0)
        @Max(10_000_000)
        @Nullable Long warmupSteps,
    @Schema(description = "Largest norm of the whole gradient")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("1000000000")
        @Nullable Double clipNorm,
    @Schema(description = "Of the averaged weights")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        @Nullable Double averageDecay,
    @Schema(description = "What becomes of the learning rate after the warm-up")
        @Nullable Schedule schedule,
    @Schema(
            description =
                "Values of a code: 1 to 256; of pooled channels 2, 4, 8, 16, 32, 64, 128 or 256")
        @Min(1)
        @Max(EncoderPlan.LARGEST_LATENT)
        @Nullable Integer latentSize,
    @Schema(description = "Channels of the encoder's last stage, where the code is not pooled")
        @Min(4)
        @Max(512)
        @Nullable Integer encoderWidth,
    @Schema(
            description =
                "How the encoder's last stage becomes a code: its channels' means, a linear map of"
                    + " them, or a linear map of their means over a grid")
        @Nullable CodeReadout codeReadout,
    @Schema(description = "How time and code enter the residual blocks of both networks")
        @Nullable Conditioning conditioning,
    @Schema(
            description =
                "Standard deviation of the random Fourier frequencies of ln sigma(t) in both"
                    + " networks; the larger, the less near times have in common")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("1000")
        @Nullable Double fourierScale,
    @Schema(
            description =
                "Side in pixels of the squares that an NCSN++ network sees as one pixel: 1, 2 or 4")
        @Min(1)
        @Max(4)
        @Nullable Integer patchSize,
    @Schema(defaultValue = "auto") @Nullable PrecisionChoice precision,
    @Schema(description = "What is done to images each time they are seen", defaultValue = "none")
        @Nullable Augmentation augmentation,
    @Schema(
            description =
                "A checkpoint that another run with this plan left: the run goes on from there")
        @Nullable String checkpointId,
    @Schema(description = "Whichever comes first, this or the seconds") @Min(1)
        @Nullable Long checkpointEverySteps,
    @Min(1) @Nullable Long checkpointEverySeconds,
    @Schema(description = "The newest; older ones are removed") @Min(2) @Max(100)
        @Nullable Integer checkpointsKept,
    @Schema(
            description =
                "Checkpoints after each so many steps outlive the run, at most 100; left out, none")
        @Min(1)
        @Nullable Long keepEverySteps,
    @Schema(
            description =
                "Probes of the codes and held-out losses after each so many steps; left out, none")
        @Min(1)
        @Nullable Long probeEverySteps,
    @Schema(description = "Times that are probed, each from 0 to 1; left out, five")
        @Size(min = 1, max = ProbePlan.MOST_TIMES)
        @Nullable List<@DecimalMin("0") @DecimalMax("1") Double> probeTimes,
    @Schema(
            description =
                "Random features of the codes that a probe sees beside them, 0 to 1000; 0 for a"
                    + " linear probe",
            defaultValue = "300")
        @Min(0)
        @Max(1_000)
        @Nullable Integer probeFeatures,
    @Schema(
            description =
                "A picture of samples of the codes of test images after each so many steps; left"
                    + " out, none")
        @Min(1)
        @Nullable Long sampleEverySteps,
    @Schema(description = "How many, from the first of the test split", defaultValue = "8")
        @Min(1)
        @Max(64)
        @Nullable Integer sampleImages,
    @Schema(description = "Use E(x, t) of this t throughout; else each t on the way its own")
        @DecimalMin("0")
        @DecimalMax("1")
        @Nullable Double sampleCodeTime,
    @Schema(
            description = "Of the predictor, or of the solver, whose default is 20",
            defaultValue = "50")
        @Min(2)
        @Max(1_000)
        @Nullable Integer sampleSteps,
    @Schema(
            description =
                "Makes the samples, in few steps; left out, a chain with a corrector does")
        @Nullable Solver sampleSolver,
    @Schema(description = "By default photographs are standardised, drawings and digits are not")
        @Nullable PixelScaling pixelScaling,
    @Schema(description = "Convolutions on the encoder's longest path: 10, 16, 22 or 28")
        @Min(10)
        @Max(28)
        @Nullable Integer encoderDepth,
    @Schema(description = "fixed makes a static encoder, a control of the same size")
        @Nullable EncoderTime encoderTime,
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
    @Schema(description = "discrete is the loss of SMLD and DDPM", defaultValue = "continuous")
        @Nullable TimeSteps timeSteps,
    @Schema(description = "How a batch's times are drawn") @Nullable TimeDraws timeDraws,
    @Schema(description = "How much the score's error counts at each time")
        @Nullable Weighting weighting,
    @Schema(description = "What the score network's input and output stand for")
        @Nullable Preconditioning preconditioning,
    @Schema(description = "Of an image's values in the loss", defaultValue = "sum")
        @Nullable Reduction reduction,
    @Schema(description = "Weight of the penalty on the code; by default the objective's")
        @DecimalMin("0")
        @DecimalMax("1000000")
        @Nullable Double latentPenalty,
    @Schema(description = "The first step at which the penalty on the code may count") @Min(0)
        @Nullable Long penaltyFromStep,
    @Schema(
            description =
                "The step from which on the penalty on the code counts whole; between the two its"
                    + " share rises linearly")
        @Min(0)
        @Nullable Long penaltyUntilStep,
    @Schema(description = "By default l2 for ae and vae, else none")
        @Nullable Reconstruction reconstruction,
    @Schema(description = "Beside the score term, or alone for ae and vae", defaultValue = "1")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("1000000")
        @Nullable Double reconstructionWeight,
    @Schema(description = "The encoder sees images mixed in pairs", defaultValue = "false")
        @Nullable Boolean mixup,
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
    @DecimalMin("0") @DecimalMax(value = "1", inclusive = false) @Nullable Double dropout,
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

  TrainingWish toWish() {
    return new TrainingWish(
        datasetId,
        preset,
        objective,
        name,
        seed,
        steps,
        batchSize,
        batchParts,
        pixelScaling,
        precision,
        augmentation,
        checkpointId,
        new OperationWish(
            checkpointEverySteps,
            checkpointEverySeconds,
            checkpointsKept,
            keepEverySteps,
            probeEverySteps,
            probeTimes,
            probeFeatures,
            new SampleGridWish(
                sampleEverySteps, sampleImages, sampleCodeTime, sampleSteps, sampleSolver)),
        new EncoderWish(
            latentSize,
            encoderDepth,
            encoderTime,
            encoderWidth,
            codeReadout,
            conditioning,
            fourierScale),
        new ScoreNetworkWish(
            scoreNetwork,
            features,
            channelMultipliers,
            blocksPerLevel,
            attentionResolutions,
            dropout,
            embedding,
            residualBlocks,
            progressiveOutput,
            progressiveInput,
            combination,
            fir,
            skipRescale,
            conditioning,
            fourierScale,
            patchSize),
        new DiffusionWish(diffusion, sigmaMin, sigmaMax, betaMin, betaMax),
        new LossWish(
            latentPenalty,
            penaltyFromStep,
            penaltyUntilStep,
            weighting,
            preconditioning,
            timeSteps,
            timeDraws,
            reduction,
            reconstruction,
            reconstructionWeight,
            mixup),
        new OptimizerWish(learningRate, warmupSteps, clipNorm, averageDecay, schedule));
  }
}
