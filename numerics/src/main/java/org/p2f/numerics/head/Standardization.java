package org.p2f.numerics.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Value;

/**
 * Takes each value's mean away and divides by its standard deviation, in place; a value that never
 * varies (a unit that is always 0, say) is only centred.
 */
final class Standardization {

  private Standardization() {}

  /**
   * @param fit gives means and deviations, over its images
   * @param others are transformed alike
   */
  static void apply(Engine engine, ResidentImages fit, List<ResidentImages> others) {
    var builder =
        new ProgramBuilder()
            .method("fit", g -> fit(g.tensor("z")))
            .method(
                "apply", g -> List.of(apply(g.tensor("z"), g.tensor("mean"), g.tensor("scale"))));
    try (var program = builder.compile(engine);
        var scope = engine.newScope()) {
      var moments = program.call(scope, "fit", fit.codes());
      transform(program, scope, fit.codes(), moments);
      others.forEach(images -> transform(program, scope, images.codes(), moments));
    }
  }

  private static void transform(Program program, NDManager scope, NDArray codes, NDList moments) {
    var _ = program.call(scope, "apply", codes, moments.get(0), moments.get(1));
  }

  private static List<Value> fit(Value z) {
    var graph = z.graph();
    var mean = z.mean(0);
    var deviation = z.sub(mean).square().mean(0).sqrt();
    var constant = graph.op("torch.eq", deviation, Operand.of(0));
    var divisor = graph.op("torch.masked_fill", deviation, constant, Operand.of(1));
    return List.of(mean, graph.op("torch.reciprocal", divisor));
  }

  private static Value apply(Value z, Value mean, Value scale) {
    var graph = z.graph();
    return graph.op("torch.mul_", graph.op("torch.sub_", z, mean), scale);
  }
}
