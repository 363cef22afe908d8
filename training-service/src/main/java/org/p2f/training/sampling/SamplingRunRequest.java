package org.p2f.training.sampling;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.Weights;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.model.ModelNetworks;
import org.p2f.training.sampling.SamplerPlan.SamplerSettings;

/** Asks for samples: a {@link SamplingPlan} in which defaults stand for what is null. */
@Schema(description = "Images made of noise by a model that is told codes, or none")
public record SamplingRunRequest(
    @Schema(description = "Id or alias") String modelId,
    SamplingPlan.Mode mode,
    @Nullable String name,
    @Schema(description = "Of all noise", defaultValue = "0") @Nullable Long seed,
    @Schema(defaultValue = "ema") @Nullable Weights weights,
    @Schema(
            description =
                "Whose images give the codes; not in modes codes, prior and unconditional")
        @Nullable String datasetId,
    @Schema(
            description = "Its first images are taken, or in mode aggregate any",
            defaultValue = "test")
        @Nullable Split split,
    @Schema(
            description =
                "Numbers of images in the data set, instead of a split; two for interpolate")
        @Nullable List<@Min(0) Integer> images,
    @Schema(
            description =
                "Number of images of the split, of points between two images, of codes drawn, or of"
                    + " samples without a code",
            defaultValue = "16")
        @Min(1)
        @Max(50_000)
        @Nullable Integer n,
    @Schema(description = "Samples of each image or code", defaultValue = "1") @Min(1) @Max(64)
        @Nullable Integer variations,
    @Schema(description = "For mode codes") @Nullable List<List<Double>> codes,
    @Schema(description = "Use E(x, t) of this t throughout; else each t on the way its own")
        @DecimalMin("0")
        @DecimalMax("1")
        @Nullable Double codeTime,
    @Valid @Nullable HoleSettings hole,
    @Valid @Nullable SamplerSettings sampler,
    @Schema(description = "Samples made together; their noise depends on it", defaultValue = "64")
        @Min(1)
        @Max(PlanSampling.LARGEST_BATCH)
        @Nullable Integer batchSize) {
  /**
   * The plan that it asks for.
   *
   * @param modelId what the request's alias stands for now
   * @param modelName names the samples where the caller does not
   * @param model empty if there is no such model
   * @param dataset empty if there is no such data set
   * @param violations found so far
   * @throws InvalidPlan with everything that is wrong
   */
  public SamplingPlan plan(
      String modelId,
      String modelName,
      Optional<ModelNetworks.Facts> model,
      Optional<DatasetDescription> dataset,
      Violations violations) {
    return PlanSampling.resolve(this, modelId, modelName, model, dataset, violations);
  }
}
