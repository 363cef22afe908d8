package org.p2f.representation.reconstruction.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.web.EncodingsRequest;
import org.p2f.representation.encoding.web.EncodingsRequest.ImageRequest;
import org.p2f.representation.encoding.web.EncodingsRequest.ItemsRequest;
import org.p2f.representation.encoding.web.EncodingsRequest.PixelsRequest;
import org.p2f.spec.network.Weights;

@Schema(
    description =
        "Images and times to reconstruct them at; name one of images, pixels and items, and either"
            + " t or grid")
record ReconstructionsRequest(
    @Schema(description = "The model that reconstructs: its id or an alias") String modelId,
    @Schema(
            description =
                "Images sent along. With two or more, each is also made with the code of the next")
        @Nullable List<ImageRequest> images,
    @Schema(description = "Images sent along as numbers") @Nullable PixelsRequest pixels,
    @Schema(description = "Images of a data set") @Nullable ItemsRequest items,
    @Schema(description = "Times, each in [0, 1]; 0 is the clean end", example = "[0, 0.5, 1]")
        @Nullable List<@DecimalMin("0") @DecimalMax("1") Double> t,
    @Schema(description = "n for the times 0, 1/n, …, 1; 1 for the single time ½", example = "10")
        @Min(1)
        @Nullable Integer grid,
    @Schema(
            description =
                "Of the noise, 0 by default. An image's noise depends on the seed and on its place"
                    + " in the request alone, and is the same at all times",
            example = "0")
        @Min(0)
        @Nullable Long seed,
    @Schema(description = "Which weights answer; raw by default") @Nullable Weights weights,
    @Schema(description = "How images are written; png by default")
        @Nullable ReconstructionFormat format) {

  /** What of it an encoding needs, too. */
  EncodingsRequest encodings() {
    return new EncodingsRequest(modelId, images, pixels, items, t, grid, null, weights, null);
  }

  ReconstructionTerms terms() {
    return new ReconstructionTerms(modelId, t, grid, weights, seed, format);
  }
}
