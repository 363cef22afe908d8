package org.p2f.training.domain;

/** What a plan will take. */
public interface TrainingCost {

  /** The precision in which this machine computes fastest. */
  Precision fastestPrecision();

  /** Exact, without training anything. */
  ParameterCount parameterCount(TrainingPlan plan);
}
