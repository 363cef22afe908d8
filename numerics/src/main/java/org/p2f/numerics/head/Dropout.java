package org.p2f.numerics.head;

import java.util.List;
import java.util.Map;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Value;

/** What becomes of activations on their way: in evaluation nothing. */
sealed interface Dropout {

  /**
   * @param x [M, n, width], contiguous
   */
  Value apply(Value x);

  /** Leaves activations alone. */
  enum Off implements Dropout {
    OFF;

    @Override
    public Value apply(Value x) {
      return x;
    }
  }

  /**
   * Zeroes activations and scales the rest. Each seed has its own generator, so a head's masks do
   * not depend on which heads it is trained with.
   *
   * @param generators one for each seed
   */
  record Drawn(double probability, ModelAxis axis, List<Value> generators) implements Dropout {

    @Override
    public Value apply(Value x) {
      var graph = x.graph();
      var kept = graph.op("torch.empty_like", x.detach().slice(0, 0, axis.seeds()));
      for (int s = 0; s < axis.seeds(); s++) {
        graph.effect(
            "torch.bernoulli_",
            List.of(kept.select(0, s), Operand.of(1 - probability)),
            Map.of("generator", generators.get(s)));
      }
      var scaled = graph.op("torch.mul_", kept, Operand.of(1 / (1 - probability)));
      if (axis.variants() == 1) {
        return x.mul(scaled);
      }
      var bySeed = graph.op("torch.unflatten", x, Operand.of(0), axes());
      return graph.op("torch.flatten", bySeed.mul(scaled), Operand.of(0), Operand.of(1));
    }

    private Operand axes() {
      return Operand.ints(axis.variants(), axis.seeds());
    }
  }
}
