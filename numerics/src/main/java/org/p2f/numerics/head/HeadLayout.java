package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.spec.head.HeadSpec;

/**
 * How one head's parameters lie in one row: each begins at a cache line, so a row is a little
 * longer than its parameters.
 *
 * @param offsets of the parameters, in values
 * @param size of a row, in values
 */
record HeadLayout(List<TensorSpec> parameters, List<Integer> offsets, int size) {

  /** Values in a cache line. */
  private static final int LINE = 64 / Float.BYTES;

  static HeadLayout of(HeadSpec spec) {
    var declarations = new Declarations();
    new ProgramBuilder().method("answer", graph -> HeadProgram.declare(graph, spec, declarations));
    return of(declarations.parameters());
  }

  private static HeadLayout of(List<TensorSpec> parameters) {
    var offsets = new ArrayList<Integer>();
    long at = 0;
    for (var parameter : parameters) {
      offsets.add(Math.toIntExact(at));
      at += (parameter.elements() + LINE - 1) / LINE * LINE;
    }
    return new HeadLayout(parameters, List.copyOf(offsets), Math.toIntExact(at));
  }
}
