package org.p2f.training.compute;

import org.p2f.training.domain.ParameterCount;
import org.p2f.training.domain.Precision;
import org.p2f.training.domain.TrainingCost;
import org.p2f.training.domain.TrainingPlan;
import org.springframework.stereotype.Component;

/** Counts parameters, and tells what this machine is good at. */
@Component
final class MeasuredCost implements TrainingCost {
  private final Compute compute;

  MeasuredCost(Compute compute) {
    this.compute = compute;
  }

  @Override
  public Precision fastestPrecision() {
    boolean fast =
        switch (compute.device()) {
          case CPU -> CpuFeatures.hasBfloat16();
          case GPU -> true;
        };
    return fast ? Precision.BFLOAT16 : Precision.FLOAT32;
  }

  @Override
  public ParameterCount parameterCount(TrainingPlan plan) {
    return TrainingSpecs.parameterCount(TrainingSpecs.of(plan));
  }
}
