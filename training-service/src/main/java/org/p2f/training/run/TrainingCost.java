package org.p2f.training.run;

import java.nio.file.Path;
import java.util.Optional;
import org.p2f.spec.network.ParameterCount;
import org.p2f.spec.network.Precision;
import org.p2f.training.dataset.DatasetDescription;

/** What a plan will take. */
public interface TrainingCost {

  /**
   * @param seconds for all steps, with their probes and pictures
   * @param memoryBytes largest resident memory of the process that trains
   */
  record Estimate(double seconds, long memoryBytes) {}

  /** The precision in which this machine computes fastest. */
  Precision fastestPrecision();

  /**
   * Exact, without training anything.
   *
   * @param images of the plan's data set
   */
  ParameterCount parameterCount(TrainingPlan plan, DatasetDescription images);

  /**
   * Does a few steps on this machine, with batches of two sizes that are small whatever the plan
   * says, and reckons on in a straight line; probes at one time, and makes a picture by a short
   * chain, where the plan has them. Takes seconds, more for large networks; what else the machine
   * does meanwhile shows in the result.
   *
   * @param images of the plan's data set
   * @param dataset the data set's file
   * @return empty if the plan has no steps, the data set too few images to tell, or the steps took
   *     longer than a caller should wait
   */
  Optional<Estimate> estimate(TrainingPlan plan, DatasetDescription images, Path dataset);
}
