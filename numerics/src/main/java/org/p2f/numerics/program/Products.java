package org.p2f.numerics.program;

import java.util.List;

/**
 * Products of matrices, {@code x·Wᵀ + b}, and those of their gradients.
 *
 * <p>On a CPU they are oneDNN's. libtorch takes MKL's for float32, which on processors not made by
 * Intel leaves the wide half of the machine idle: on an AMD EPYC with AVX-512, one thread, [3072,
 * 256] by [256, 256] runs at 96 GFLOP/s with MKL and at 230 with oneDNN. autograd does not know
 * oneDNN's operator; {@link Tape} does.
 */
public enum Products {
  ONEDNN {
    @Override
    Value multiply(Value x, Value weight, Operand bias) {
      return x.graph()
          .op(
              "ops.mkldnn._linear_pointwise",
              x,
              weight,
              bias,
              Operand.of("none"),
              Operand.list(List.of()),
              Operand.of(""));
    }
  },
  LIBTORCH {
    @Override
    Value multiply(Value x, Value weight, Operand bias) {
      return x.graph().op("torch.linear", x, weight, bias);
    }
  };

  /** The ones that are fast on that target. */
  public static Products on(Engine.Target target) {
    return switch (target) {
      case CPU -> ONEDNN;
      case GPU -> LIBTORCH;
    };
  }

  abstract Value multiply(Value x, Value weight, Operand bias);

  /**
   * {@code x·Wᵀ + b}, without gradients.
   *
   * @param x [n, in]
   * @param weight [out, in]
   * @param bias [out]
   * @return [n, out]
   */
  public Value apply(Value x, Value weight, Value bias) {
    return multiply(x, weight, bias);
  }

  /** Of x, from that of the product: {@code g·W}. */
  Value inputGradient(Value gradient, Value weight) {
    return multiply(gradient, weight.transpose(0, 1), Operand.none());
  }

  /** Of the weight, from that of the product: {@code gᵀ·x}. */
  Value weightGradient(Value gradient, Value x) {
    return multiply(gradient.transpose(0, 1), x.transpose(0, 1), Operand.none());
  }
}
