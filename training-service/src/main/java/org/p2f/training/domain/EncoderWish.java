package org.p2f.training.domain;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;

/** What a caller says about the encoder; null leaves it to the preset. */
public record EncoderWish(
    @Nullable Integer latentSize, @Nullable Integer depth, @Nullable EncoderTime time) {

  static final EncoderWish NONE = new EncoderWish(null, null, null);

  private static final Set<Integer> DEPTHS = new TreeSet<>(Set.of(10, 16, 22, 28));

  void requireRanges(Violations violations) {
    violations
        .require(
            latentSize == null || EncoderPlan.isLatentSize(latentSize),
            "latentSize",
            "must be a power of two from 2 to %d".formatted(EncoderPlan.LARGEST_LATENT))
        .require(
            depth == null || DEPTHS.contains(depth), "encoderDepth", "must be one of " + DEPTHS);
  }

  EncoderPlan over(EncoderPlan preset) {
    return new EncoderPlan(
        Objects.requireNonNullElse(depth, preset.depth()),
        latentSize == null ? preset.widen() : EncoderPlan.widenOf(latentSize),
        Objects.requireNonNullElse(time, preset.time()));
  }
}
