package org.p2f.numerics.information;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Tape;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Value;

/**
 * One critic in a graph: [x, y] → 256 → 256 → 1 with ELU. The first layer's weight is kept as its
 * two halves, so that the products of x and of y serve every pairing of the two.
 *
 * @param leaves its parameters on the tape, as {@link #parameters} lists them
 * @param none the left half's bias: zeros [256], not trained
 * @param precision of products; what passes between them is float32, as the weights are
 */
record Critic(Tape tape, List<Value> leaves, Value none, Precision precision) {

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
    return new TensorSpec(name, Arrays.stream(shape).boxed().toList(), initialization);
  }

  /** Glorot and Bengio (2010), uniform. */
  private static Initialization xavier(int in, int out) {
    return new Initialization.Uniform(Math.sqrt(6.0 / (in + out)));
  }

  /** The first layer's share of x, [n, width] → [n, 256]. */
  Value ofLeft(Value x) {
    return product(x, leaves.get(0), none);
  }

  /** The first layer's share of y, its bias in it. */
  Value ofRight(Value y) {
    return product(y, leaves.get(1), leaves.get(2));
  }

  /**
   * @param first the first layer before its activation, [n, 256]
   * @return what the critic says, [n]
   */
  Value say(Value first) {
    var second = product(first.elu(), leaves.get(3), leaves.get(4));
    return product(second.elu(), leaves.get(5), leaves.get(6)).select(1, 0);
  }

  private Value product(Value x, Value weight, Value bias) {
    if (precision == Precision.FLOAT32) {
      return tape.product(x, weight, bias);
    }
    var type = precision.element();
    return tape.product(x.to(type), weight.to(type), bias.to(type)).to(ElementType.FLOAT32);
  }
}
