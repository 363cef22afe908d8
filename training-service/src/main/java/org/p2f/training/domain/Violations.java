package org.p2f.training.domain;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong, so that all of it is told at once. */
final class Violations {
  private final List<Violation> found = new ArrayList<>();

  /** Notes a violation unless the condition holds; a condition on NaN is to be false. */
  Violations require(boolean holds, String field, String message) {
    if (!holds) {
      found.add(new Violation(field, message));
    }
    return this;
  }

  /**
   * @throws InvalidPlan if anything was wrong
   */
  void refuse() {
    if (!found.isEmpty()) {
      throw new InvalidPlan(found);
    }
  }
}
