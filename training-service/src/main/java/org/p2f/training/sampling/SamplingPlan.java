package org.p2f.training.sampling;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.KnownPart;
import org.p2f.training.sampling.SamplerPlan.SamplerSettings;

/**
 * All that decides which samples are made, with every default filled in; what another mode would
 * need is null.
 *
 * @param seed of all noise
 * @param images by their numbers in the data set; null for the first {@code n} of the split
 * @param n number of images or codes samples are made from, of points between two images, or of
 *     samples without a code
 * @param variations samples of each, which differ by their noise
 * @param codeTime the time whose codes are used throughout; null for those of each time on the way
 * @param batchSize samples made together; their noise depends on it
 */
public record SamplingPlan(
    String name,
    String modelId,
    Mode mode,
    long seed,
    Weights weights,
    @Nullable String datasetId,
    @Nullable Split split,
    @Nullable List<Integer> images,
    int n,
    int variations,
    @Nullable List<List<Double>> codes,
    @Nullable Double codeTime,
    @Schema(implementation = HoleSettings.class) KnownPart.@Nullable AllBut hole,
    @Schema(implementation = SamplerSettings.class) SamplerPlan sampler,
    int batchSize) {

  /** Number of samples. */
  public int samples() {
    return n * variations;
  }

  /** What samples are made from. */
  public enum Mode {
    /** From the codes of images of a data set. */
    RECONSTRUCT,
    /** From codes the caller sends. */
    CODES,
    /** From codes on the line between those of two images. */
    INTERPOLATE,
    /** From the codes of images with a hole, and what lies around it. */
    INPAINT,
    /** From the codes of grey images, and their brightness. */
    COLOURISE,
    /** From codes drawn from N(0, I), each the same at all times. */
    PRIOR,
    /** From the codes of images that are drawn, with replacement, from a split. */
    AGGREGATE,
    /** From no codes, by a network that learnt without them. */
    UNCONDITIONAL;

    boolean takesImages() {
      return this != CODES && this != PRIOR && this != UNCONDITIONAL;
    }

    /** Whether a part of each image stays as it is. */
    boolean keepsAPart() {
      return this == INPAINT || this == COLOURISE;
    }
  }
}
