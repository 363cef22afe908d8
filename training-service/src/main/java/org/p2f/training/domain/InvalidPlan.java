package org.p2f.training.domain;

import java.util.List;
import java.util.stream.Collectors;

/** A plan that cannot be carried out, with everything that is wrong with it. */
public final class InvalidPlan extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  public InvalidPlan(List<Violation> violations) {
    super(
        violations.stream()
            .map(v -> v.field() + ": " + v.message())
            .collect(Collectors.joining("; ")));
    this.violations = List.copyOf(violations);
  }

  public List<Violation> violations() {
    return violations;
  }
}
