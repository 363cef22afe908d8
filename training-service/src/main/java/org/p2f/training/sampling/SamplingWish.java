package org.p2f.training.sampling;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.Weights;

/** What a caller says about samples; null where the default is to be taken. */
public record SamplingWish(
    String modelId,
    SamplingMode mode,
    @Nullable String name,
    @Nullable Long seed,
    @Nullable Weights weights,
    Source source,
    Hole hole,
    SamplerSettings sampler,
    @Nullable Integer batchSize) {

  /** What samples are made from. */
  public record Source(
      @Nullable String datasetId,
      @Nullable Split split,
      @Nullable List<Integer> images,
      @Nullable Integer n,
      @Nullable Integer variations,
      @Nullable List<List<Double>> codes,
      @Nullable Double codeTime) {}

  /** The rectangle to be painted anew. */
  public record Hole(
      @Nullable Integer x,
      @Nullable Integer y,
      @Nullable Integer width,
      @Nullable Integer height) {}
}
