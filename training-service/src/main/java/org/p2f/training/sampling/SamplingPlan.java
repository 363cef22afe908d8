package org.p2f.training.sampling;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.KnownPart;

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
    SamplingMode mode,
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
}
