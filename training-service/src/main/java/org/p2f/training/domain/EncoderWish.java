package org.p2f.training.domain;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.EncoderTime;

/**
 * What a caller says about the encoder; null leaves it to the preset.
 *
 * @param width channels of the last stage
 */
public record EncoderWish(
    @Nullable Integer latentSize,
    @Nullable Integer depth,
    @Nullable EncoderTime time,
    @Nullable Integer width,
    @Nullable CodeReadout readout,
    @Nullable Conditioning conditioning,
    @Nullable Double fourierScale) {

  static final EncoderWish NONE = new EncoderWish(null, null, null, null, null, null, null);

  private static final Set<Integer> DEPTHS = new TreeSet<>(Set.of(10, 16, 22, 28));
  private static final int CHANNELS_STEP = 4;

  void requireChoices(Violations violations) {
    violations
        .require(
            depth == null || DEPTHS.contains(depth), "encoderDepth", "must be one of " + DEPTHS)
        .require(
            width == null || width % CHANNELS_STEP == 0,
            "encoderWidth",
            "must be a multiple of %d".formatted(CHANNELS_STEP));
  }

  EncoderPlan over(EncoderPlan preset) {
    CodeReadout chosen = Objects.requireNonNullElse(readout, preset.readout());
    boolean pooled = chosen == CodeReadout.POOLED;
    Integer channels =
        pooled && latentSize != null && EncoderPlan.isPooledSize(latentSize) ? latentSize : width;
    double widen = channels == null ? preset.widen() : EncoderPlan.widenOf(channels);
    return new EncoderPlan(
        Objects.requireNonNullElse(depth, preset.depth()),
        widen,
        Objects.requireNonNullElse(time, preset.time()),
        chosen,
        pooled
            ? EncoderPlan.latentSizeOf(widen)
            : Objects.requireNonNullElse(latentSize, preset.latentSize()),
        Objects.requireNonNullElse(conditioning, preset.conditioning()),
        Objects.requireNonNullElse(fourierScale, preset.fourierScale()));
  }

  /**
   * @param plan what this became
   */
  void requireConsistent(EncoderPlan plan, Contradictions contradictions) {
    boolean pooled = plan.readout() == CodeReadout.POOLED;
    contradictions
        .unless(
            !pooled || latentSize == null || EncoderPlan.isPooledSize(latentSize),
            "latentSize",
            "codeReadout",
            "codes of pooled channels have a power of two from 2 to %d values"
                .formatted(EncoderPlan.LARGEST_LATENT))
        .unless(
            !pooled || width == null || latentSize == null,
            "encoderWidth",
            "latentSize",
            "of pooled channels they are the same number")
        .unless(
            plan.latentSize() <= EncoderPlan.LARGEST_LATENT,
            "encoderWidth",
            "codeReadout",
            "codes have at most %d values".formatted(EncoderPlan.LARGEST_LATENT));
  }
}
