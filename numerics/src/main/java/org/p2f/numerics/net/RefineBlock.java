package org.p2f.numerics.net;

import java.util.List;
import java.util.stream.IntStream;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * Brings levels of a RefineNet together. Sources: Lin et al., arXiv:1611.06612; Song and Ermon,
 * arXiv:2006.09011.
 *
 * @param out channels of the result
 * @param size height and width of the result
 * @param outputBlocks residual units at the end
 */
record RefineBlock(int out, int size, int outputBlocks) {

  private static final int ADAPTING_BLOCKS = 2;
  private static final int STAGES = 2;

  /** A level's activations. */
  record Level(Value value, int width) {}

  Value apply(Scope scope, List<Level> levels) {
    var adapted =
        IntStream.range(0, levels.size())
            .mapToObj(
                i ->
                    new Level(
                        units(
                            scope.in("adapt_convs").in(i),
                            levels.get(i).value(),
                            levels.get(i).width(),
                            ADAPTING_BLOCKS),
                        levels.get(i).width()))
            .toList();
    var fused = levels.size() == 1 ? adapted.getFirst().value() : fused(scope.in("msf"), adapted);
    return units(scope.in("output_convs"), pooled(scope.in("crp"), fused), out, outputBlocks);
  }

  /** Residual units. */
  private static Value units(Scope scope, Value x, int width, int count) {
    var convolution = NcsnConvolution.of3x3(width, width).unbiased();
    var h = x;
    for (int unit = 1; unit <= count; unit++) {
      var residual = h;
      for (int stage = 1; stage <= STAGES; stage++) {
        h = convolution.apply(scope.in("%d_%d_conv".formatted(unit, stage)), h.elu());
      }
      h = h.add(residual);
    }
    return h;
  }

  /** The sum of all levels in the size of the result. */
  private Value fused(Scope scope, List<Level> levels) {
    return IntStream.range(0, levels.size())
        .mapToObj(
            i ->
                resized(
                    NcsnConvolution.of3x3(levels.get(i).width(), out)
                        .apply(scope.in("convs").in(i), levels.get(i).value())))
        .reduce(Value::add)
        .orElseThrow();
  }

  private Value resized(Value x) {
    return x.graph()
        .op(
            "torch.upsample_bilinear2d",
            x,
            Operand.ints(size, size),
            Operand.of(true),
            Operand.none());
  }

  /** Chained residual pooling. */
  private Value pooled(Scope scope, Value x) {
    var convolution = NcsnConvolution.of3x3(out, out).unbiased();
    var sum = x.elu();
    var path = sum;
    for (int stage = 0; stage < STAGES; stage++) {
      var pooled =
          x.graph()
              .op(
                  "torch.max_pool2d",
                  path,
                  Operand.ints(5, 5),
                  Operand.ints(1, 1),
                  Operand.ints(2, 2),
                  Operand.ints(1, 1),
                  Operand.of(false));
      path = convolution.apply(scope.in("convs").in(stage), pooled);
      sum = path.add(sum);
    }
    return sum;
  }
}
