package org.p2f.training.network;

import org.p2f.kit.plan.Violations;

/** Notes settings that exclude each other, at both. */
public record Contradictions(Violations violations) {
  public void note(boolean contradict, String field, String other, String message) {
    violations
        .require(!contradict, field, "%s (see %s)".formatted(message, other))
        .require(!contradict, other, "%s (see %s)".formatted(message, field));
  }

  /** Notes a contradiction unless the condition holds. */
  public Contradictions unless(boolean holds, String field, String other, String message) {
    note(!holds, field, other, message);
    return this;
  }
}
