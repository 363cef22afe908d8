package org.p2f.training.run;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.Weights;
import org.p2f.training.sampling.SamplerPlan;
import org.p2f.training.sampling.SamplerSettings;

/**
 * Pictures of samples while a run is trained; they cost time and change nothing else. Their noise
 * is the same after every step and in every run, so that what differs was learnt.
 *
 * @param everySteps before the first step, and then after each so many
 * @param images first images of the test split, from whose codes samples are made
 * @param codeTime the time whose codes are used throughout; null for those of each time on the way
 */
public record SampleGridPlan(
    long everySteps,
    int images,
    @Nullable Double codeTime,
    Weights weights,
    @Schema(implementation = SamplerSettings.class) SamplerPlan sampler) {
  static final int DEFAULT_IMAGES = 8;

  /** Grids of one run; they lie in the database. */
  static final int MOST_GRIDS = 1_000;

  /** Of all noise. */
  public static final long SEED = 0;

  /** How many grids a run of so many steps has. */
  public long grids(long steps) {
    return steps / everySteps + 1;
  }

  /** The same of chains of another length. */
  public SampleGridPlan withChains(int steps) {
    return new SampleGridPlan(everySteps, images, codeTime, weights, sampler.withSteps(steps));
  }
}
