package org.p2f.training.api;

import java.util.function.Supplier;
import org.p2f.kit.problem.InvalidField;
import org.p2f.kit.problem.Refused;
import org.p2f.training.domain.InvalidPlan;

/** Tells callers what the domain refuses. */
final class Refusals {
  private Refusals() {}

  /**
   * @throws Refused naming every field that makes the plan invalid
   */
  static <T> T unlessInvalid(Supplier<T> plan) {
    try {
      return plan.get();
    } catch (InvalidPlan invalid) {
      throw Refused.fields(
          invalid.violations().stream()
              .map(v -> new InvalidField(v.field(), v.message()))
              .toList());
    }
  }
}
