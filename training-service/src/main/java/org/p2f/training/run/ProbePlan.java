package org.p2f.training.run;

import java.util.List;

/**
 * Probes of the codes and held-out losses while a run is trained; they cost time and change nothing
 * else.
 *
 * @param everySteps before the first step, and then after each so many
 * @param times that are probed
 * @param images at most that many training images are fitted to, and as many validation images
 *     tested and their losses taken
 * @param features random features of the codes that probes see beside them; 0 for linear ones
 */
public record ProbePlan(long everySteps, List<Double> times, int images, int features) {
  public static final int MOST_TIMES = 20;
  static final int DEFAULT_IMAGES = 1_000;
  static final int DEFAULT_FEATURES = 300;
  static final List<Double> DEFAULT_TIMES = List.of(0., .25, .5, .75, 1.);

  public ProbePlan {
    times = List.copyOf(times);
  }

  /** How often a run of so many steps is probed. */
  public long probes(long steps) {
    return steps / everySteps + 1;
  }
}
