package org.p2f.numerics.program;

import java.util.List;

/** What a method does at one place. */
sealed interface Statement permits Node, Statement.Loop {

  /**
   * Does the body for each index from {@code from} (inclusive) to {@code to} (exclusive). What the
   * body defines is unknown outside; it works by its effects on tensors that were there before.
   */
  record Loop(Value index, Operand from, Operand to, List<Statement> body) implements Statement {}
}
