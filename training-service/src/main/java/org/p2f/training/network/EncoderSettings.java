package org.p2f.training.network;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.EncoderTime;

/** What a caller says about the encoder; null leaves it to the preset. */
@Schema(description = "The encoder E(x, t), a wide residual network")
public record EncoderSettings(
    @Schema(
            description =
                "Number of convolutions on the encoder's longest path: 10, 16, 22 or 28. Defaults to"
                    + " the preset's.")
        @Min(10)
        @Max(28)
        @Nullable Integer depth,
    @Schema(
            description =
                "Number of channels of the encoder's last stage: 2, or a multiple of 4 up to 512."
                    + " Defaults to latentSize for the readout `pooled`, else to the preset's.")
        @Min(2)
        @Max(512)
        @Nullable Integer width,
    @Schema(
            description =
                "Time that the encoder sees: `given` is the time at which an image is encoded,"
                    + " `fixed` is always ½, which makes a static encoder of the same size as a"
                    + " control. Defaults to the preset's.")
        @Nullable EncoderTime time,
    @Schema(
            description =
                "How the last stage becomes a code: `pooled` takes the mean of each channel,"
                    + " `projected` a linear map of these means, `spatial` a linear map of the means"
                    + " over the cells of a grid. Defaults to the preset's.")
        EncoderPlan.@Nullable Readout readout,
    @Schema(
            description =
                "Number of values of a code, 1 to 256; for the readout `pooled` it equals width."
                    + " Defaults to the preset's.")
        @Min(1)
        @Max(EncoderPlan.LARGEST_LATENT)
        @Nullable Integer latentSize,
    @Schema(
            description =
                "How the time enters the residual blocks of the encoder: `shift` adds a linear map"
                    + " of it, `scale-shift` also multiplies by one. Defaults to the preset's.")
        @Nullable Conditioning conditioning,
    @Schema(
            description =
                "Standard deviation of the random Fourier frequencies of ln σ(t) that the encoder"
                    + " sees, above 0 and at most 1000; the larger, the less codes of near times"
                    + " have in common. Defaults to the preset's.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("1000")
        @Nullable Double fourierScale) {

  public static final EncoderSettings NONE =
      new EncoderSettings(null, null, null, null, null, null, null);

  private static final Set<Integer> DEPTHS = new TreeSet<>(Set.of(10, 16, 22, 28));

  public void requireChoices(Violations violations) {
    violations
        .require(
            depth == null || DEPTHS.contains(depth), "encoder.depth", "must be one of " + DEPTHS)
        .require(
            width == null || EncoderPlan.isWidth(width),
            "encoder.width",
            "must be 2 or a multiple of 4");
  }

  public EncoderPlan over(EncoderPlan preset, Violations violations) {
    EncoderPlan.Readout chosen = requireNonNullElse(readout, preset.readout());
    boolean pooled = chosen == EncoderPlan.Readout.POOLED;
    int channels =
        requireNonNullElse(width, pooled && latentSize != null ? latentSize : preset.width());
    int size = pooled ? channels : requireNonNullElse(latentSize, preset.latentSize());
    violations
        .require(
            EncoderPlan.isWidth(channels),
            "encoder.latentSize",
            "encoder.readout",
            "codes of pooled channels have 2 values or a multiple of 4")
        .require(
            latentSize == null || latentSize == size,
            "encoder.width",
            "encoder.latentSize",
            "of pooled channels they are the same number")
        .require(
            size <= EncoderPlan.LARGEST_LATENT,
            "encoder.width",
            "encoder.readout",
            "codes have at most %d values".formatted(EncoderPlan.LARGEST_LATENT));
    return new EncoderPlan(
        requireNonNullElse(depth, preset.depth()),
        channels,
        requireNonNullElse(time, preset.time()),
        chosen,
        size,
        requireNonNullElse(conditioning, preset.conditioning()),
        requireNonNullElse(fourierScale, preset.fourierScale()));
  }
}
