package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.Products;
import org.p2f.numerics.program.Tape;
import org.p2f.numerics.program.Value;

/** How a head's network is gone through: to answer, or to learn. */
sealed interface Pass {

  /** {@code x·Wᵀ + b}: x is [n, in], W [out, in], b [out]. */
  Value product(Value x, Value weight, Value bias);

  /** The same value; where gradients of several users of it meet. */
  Value meeting(Value x);

  /** The parts of x along its first axis. */
  List<Value> parts(Value x, int count);

  /**
   * @param x [n, width], n·width being images·units
   * @param units of one image
   */
  Value dropout(Value x, int units);

  /** Answers: no gradients, nothing is dropped. */
  record Answering(Products products) implements Pass {

    @Override
    public Value product(Value x, Value weight, Value bias) {
      return products.apply(x, weight, bias);
    }

    @Override
    public Value meeting(Value x) {
      return x;
    }

    @Override
    public List<Value> parts(Value x, int count) {
      var parts = new ArrayList<Value>();
      for (int i = 0; i < count; i++) {
        parts.add(x.select(0, i));
      }
      return parts;
    }

    @Override
    public Value dropout(Value x, int units) {
      return x;
    }
  }

  /** Learns on a tape. */
  record Learning(Tape tape, Masks masks) implements Pass {

    @Override
    public Value product(Value x, Value weight, Value bias) {
      return tape.product(x, weight, bias);
    }

    @Override
    public Value meeting(Value x) {
      return tape.cut(x);
    }

    @Override
    public List<Value> parts(Value x, int count) {
      return tape.parts(x, count);
    }

    @Override
    public Value dropout(Value x, int units) {
      return masks.apply(x, units);
    }
  }
}
