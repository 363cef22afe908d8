package org.p2f.kit.plan;

import java.util.ArrayList;
import java.util.List;
import org.p2f.kit.problem.InvalidField;

/** Gathers what is wrong with a plan, so that all of it is told at once. */
public final class Violations {
  private final List<InvalidField> found = new ArrayList<>();

  /**
   * Notes a violation unless the condition holds; a condition on NaN is to be false.
   *
   * @param field such as {@code uploadIds[0]}
   * @param message what is wrong, without the field's name
   */
  public Violations require(boolean holds, String field, String message) {
    if (!holds) {
      found.add(new InvalidField(field, message));
    }
    return this;
  }

  /**
   * @throws InvalidPlan if anything was wrong
   */
  public void refuse() {
    if (!found.isEmpty()) {
      throw new InvalidPlan(found);
    }
  }
}
