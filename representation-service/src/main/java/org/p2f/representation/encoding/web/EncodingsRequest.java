package org.p2f.representation.encoding.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.TimeGrid;
import org.p2f.spec.network.Weights;

@Schema(
    description =
        "Images and times to encode; name one of images, pixels and items, and either t or"
            + " grid")
public record EncodingsRequest(
    @Schema(description = "The model that encodes: its id or an alias") String modelId,
    @Schema(description = "Images sent along") @Nullable List<ImageRequest> images,
    @Schema(description = "Images sent along as numbers") @Nullable PixelsRequest pixels,
    @Schema(description = "Images of a data set") @Nullable ItemsRequest items,
    @Schema(description = "Times, each in [0, 1]; 0 is the clean end", example = "[0, 0.5, 1]")
        @Nullable List<@DecimalMin("0") @DecimalMax("1") Double> t,
    @Schema(description = "n for the times 0, 1/n, …, 1; 1 for the single time ½", example = "10")
        @Min(1)
        @Nullable Integer grid,
    @Schema(
            description =
                "n if codes at t are to be interpolated, by a cubic, between exact ones at 0, 1/n,"
                    + " …, 1; all codes are exact by default. The answer tells the error",
            example = "20")
        @Min(TimeGrid.FEWEST)
        @Nullable Integer interpolationGrid,
    @Schema(description = "Which weights answer; raw by default") @Nullable Weights weights,
    @Schema(description = "How codes are written; json by default")
        @Nullable CodeEncoding encoding) {

  @Schema(
      name = "EncodingImage",
      description =
          "An image of the model's size. Grey becomes three equal channels where the model takes"
              + " three; transparent pixels are laid on white")
  public record ImageRequest(
      @Schema(description = "A PNG or JPEG file in base64", format = "byte") String content) {}

  @Schema(name = "EncodingPixels", description = "Images as one array, values in [0, 1]")
  public record PixelsRequest(
      @Schema(description = "Images, channels, height, width", example = "[1, 3, 32, 32]")
          List<@Min(1) Long> shape,
      @Schema(description = "Little-endian float32 in base64", format = "byte") String data) {}

  @Schema(name = "EncodingItems", description = "Images of a data set, by their place in it")
  public record ItemsRequest(String datasetId, List<@Min(0) Integer> indices) {}

  /** How codes are written. */
  enum CodeEncoding {
    JSON,
    BASE64_FLOAT32,
    BASE64_FLOAT16
  }
}
