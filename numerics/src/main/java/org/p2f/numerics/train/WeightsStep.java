package org.p2f.numerics.train;

import java.util.List;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;
import org.p2f.spec.optimizer.OptimizerSpec;

/**
 * Moves weights by their gradients: clipping, Adam, averages. A graph's arguments for that are, in
 * this order:
 *
 * @param parameters a list, written into
 * @param moments two lists as long, written into
 * @param averages a list as long, written into
 * @param earlier number of earlier steps, a float32 scalar tensor; raised by one
 * @param learningRate a float
 * @param towards the averages' step, a float
 */
record WeightsStep(
    OptimizerSpec optimizer,
    Value parameters,
    Training.Moments moments,
    Value averages,
    Value earlier,
    Value learningRate,
    Value towards) {

  /** Declares the arguments. */
  static WeightsStep in(Graph g, OptimizerSpec optimizer) {
    return new WeightsStep(
        optimizer,
        g.tensors("parameters"),
        new Training.Moments(g.tensors("first"), g.tensors("second")),
        g.tensors("averages"),
        g.tensor("earlier"),
        g.argument("learningRate", ValueType.REAL),
        g.argument("towards", ValueType.REAL));
  }

  /**
   * @param losses [n]
   * @param gradients a list, of each parameter; clipped in place
   * @param count of parameters
   * @return losses and the gradients' norm before clipping, [n + 1]
   */
  Value moved(Value losses, Value gradients, int count) {
    var g = losses.graph();
    var norm = Training.globalNorm(g, gradients);
    Training.clip(g, gradients, norm, optimizer.clipNorm());
    Training.adam(
        g, parameters, gradients, moments, count, earlier, learningRate, optimizer.adam());
    Training.average(g, averages, parameters, towards);
    return g.cat(List.of(losses, norm.reshape(1)), 0);
  }
}
