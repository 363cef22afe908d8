package org.p2f.training.sampling;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** What a caller says about the rectangle to be painted anew; null for the default. */
@Schema(description = "A rectangle of pixels to be painted anew, for mode inpaint")
record HoleSettings(
    @Schema(description = "Pixels left of it. Defaults to a quarter of the width.") @Min(0)
        @Nullable Integer x,
    @Schema(description = "Pixels above it. Defaults to a quarter of the height.") @Min(0)
        @Nullable Integer y,
    @Schema(description = "Width in pixels. Defaults to half of the image's.") @Min(1)
        @Nullable Integer width,
    @Schema(description = "Height in pixels. Defaults to half of the image's.") @Min(1)
        @Nullable Integer height) {
  static final HoleSettings NONE = new HoleSettings(null, null, null, null);
}
