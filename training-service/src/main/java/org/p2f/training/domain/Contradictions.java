package org.p2f.training.domain;

import org.p2f.kit.plan.Violations;

/** Notes settings that exclude each other, at both. */
record Contradictions(Violations violations) {
  void note(boolean contradict, String field, String other, String message) {
    violations
        .require(!contradict, field, "%s (see %s)".formatted(message, other))
        .require(!contradict, other, "%s (see %s)".formatted(message, field));
  }

  /** Notes a contradiction unless the condition holds. */
  Contradictions unless(boolean holds, String field, String other, String message) {
    note(!holds, field, other, message);
    return this;
  }
}
