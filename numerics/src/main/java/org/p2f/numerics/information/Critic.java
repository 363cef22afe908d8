package org.p2f.numerics.information;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Leaves;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Value;

/**
 * Stacked critics in a graph: [x, y] → 256 → 256 → 1 with ELU. The first layer's weight is kept as
 * its two halves, so that the products of x and of y serve every pairing of the two.
 *
 * @param leaves the parameters, as {@link #parameters} lists them
 * @param precision of products and of what passes between layers; weights are float32
 */
record Critic(Graph graph, Leaves leaves, Precision precision) {

  static final int HIDDEN = 256;

  /**
   * The parameters of some critics, each [M, …].
   *
   * @param width values of one code
   */
  static List<TensorSpec> parameters(int models, int width) {
    var specs = new ArrayList<TensorSpec>();
    var first = xavier(2 * width, HIDDEN);
    specs.add(spec("left", first, models, HIDDEN, width));
    specs.add(spec("right", first, models, HIDDEN, width));
    specs.add(spec("first.bias", Initialization.ZEROS, models, HIDDEN));
    specs.add(spec("second.weight", xavier(HIDDEN, HIDDEN), models, HIDDEN, HIDDEN));
    specs.add(spec("second.bias", Initialization.ZEROS, models, HIDDEN));
    specs.add(spec("third.weight", xavier(HIDDEN, 1), models, 1, HIDDEN));
    specs.add(spec("third.bias", Initialization.ZEROS, models, 1));
    return List.copyOf(specs);
  }

  private static TensorSpec spec(String name, Initialization initialization, long... shape) {
    return new TensorSpec(name, java.util.Arrays.stream(shape).boxed().toList(), initialization);
  }

  /** Glorot and Bengio (2010), uniform. */
  private static Initialization xavier(int in, int out) {
    return new Initialization.Uniform(Math.sqrt(6.0 / (in + out)));
  }

  /** The first layer's share of x, [M, B, width] → [M, B, 256]. */
  Value ofLeft(Value x) {
    return factor(x).bmm(weight(0).transpose(1, 2));
  }

  /** The first layer's share of y, its bias in it. */
  Value ofRight(Value y) {
    return product(factor(y), 1, 2);
  }

  /**
   * @param first the first layer before its activation, [M, n, 256]
   * @return what the critics say, float32 [M, n]
   */
  Value say(Value first) {
    var second = product(first.elu(), 3, 4);
    var third = product(second.elu(), 5, 6).select(2, 0);
    return precision == Precision.FLOAT32 ? third : third.to(ElementType.FLOAT32);
  }

  private Value product(Value x, int weight, int bias) {
    return graph.op("torch.baddbmm", weight(bias).unsqueeze(1), x, weight(weight).transpose(1, 2));
  }

  private Value weight(int index) {
    return factor(leaves.apply(index));
  }

  private Value factor(Value x) {
    return precision == Precision.FLOAT32 ? x : x.to(precision.element());
  }
}
