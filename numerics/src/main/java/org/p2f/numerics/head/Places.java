package org.p2f.numerics.head;

import java.util.List;
import java.util.Map;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;

/** Integers inside a program, and what stands at the place that they name. */
final class Places {
  private Places() {}

  static Value length(Value tensor) {
    return tensor.graph().op("torch.size", ValueType.INT, List.of(tensor, Operand.of(0)), Map.of());
  }

  static Value integer(String operator, Operand a, Operand b) {
    var graph = ((Value) (a instanceof Value ? a : b)).graph();
    return graph.op(operator, ValueType.INT, List.of(a, b), Map.of());
  }

  /** Place of a head among V·S. */
  static Value head(Value variant, Value seeds, Value seed) {
    return integer("torch.add", integer("torch.mul", variant, seeds), seed);
  }

  /** What stands at that place of the first axis. */
  static Value at(Value tensor, Value index) {
    return select(tensor, 0, index);
  }

  static Value select(Value tensor, int dimension, Value index) {
    return tensor.graph().op("torch.select", tensor, Operand.of(dimension), index);
  }

  static Value toInt(Value scalar) {
    return scalar.graph().op("int", ValueType.INT, List.of(scalar), Map.of());
  }
}
