package org.p2f.training.run;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.PixelScaling;

/** What a caller says about how images reach the networks; null leaves it to the preset. */
@Schema(description = "How images reach the networks")
record ImageSettings(
    @Schema(
            description =
                "Scaling of pixel values: `unit` leaves them in [0, 1], `centred` maps them to"
                    + " [-1, 1], `standardised` subtracts the data set's mean of each channel and"
                    + " divides by its standard deviation. Defaults to the preset's, else to"
                    + " `standardised` for photographs and `unit` for drawings, digits and faces.")
        @Nullable PixelScaling scaling,
    @Schema(
            description =
                "Random augmentation of a training image each time it is seen; codes are always of"
                    + " unchanged images. Defaults to `none`.")
        @Nullable Augmentation augmentation) {
  static final ImageSettings NONE = new ImageSettings(null, null);
}
