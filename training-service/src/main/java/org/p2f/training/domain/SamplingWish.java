package org.p2f.training.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.Solver;
import org.p2f.spec.sampling.StepSpacing;

/** What a caller says about samples; null where the default is to be taken. */
public record SamplingWish(
    String modelId,
    SamplingMode mode,
    @Nullable String name,
    @Nullable Long seed,
    @Nullable Weights weights,
    Source source,
    Hole hole,
    Sampler sampler,
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

  /** How samples are made of noise. */
  public record Sampler(
      @Nullable SamplingMethodKind method,
      @Nullable Predictor predictor,
      @Nullable CorrectorKind corrector,
      @Nullable Integer steps,
      @Nullable StepSpacing spacing,
      @Nullable Double signalToNoise,
      @Nullable Integer correctorSteps,
      @Nullable Double relativeTolerance,
      @Nullable Double absoluteTolerance,
      @Nullable Boolean denoise) {

    /** A predictor–corrector chain of that length, all else by default. */
    static Sampler chain(int steps) {
      return of(SamplingMethodKind.PREDICTOR_CORRECTOR, steps, null);
    }

    /** A solver, all else by default. */
    static Sampler of(Solver solver, @Nullable Integer steps, StepSpacing spacing) {
      return of(SamplingMethodKind.of(solver), steps, spacing);
    }

    private static Sampler of(
        SamplingMethodKind method, @Nullable Integer steps, @Nullable StepSpacing spacing) {
      return new Sampler(method, null, null, steps, spacing, null, null, null, null, null);
    }
  }
}
