package org.p2f.numerics.information;

import java.util.List;
import java.util.Map;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;

/**
 * Pairs drawn from images in random order: {@code codes}, one [images · times, width] an encoder;
 * {@code order} int64 [S, rounds, n]: which images each seed sees; {@code seed}, {@code left} and
 * {@code right} int64 [M]: each critic's row of the order, and its times.
 *
 * <p>Codes that do not belong together are those of one image and of the next in the order: the
 * order is random, so that is a random other one.
 *
 * @param groups critics of each encoder
 * @param times of one image
 * @param shuffled whether the right code is the next image's throughout
 */
record DrawnBatches(List<Integer> groups, int times, boolean shuffled) implements PairedBatches {

  DrawnBatches {
    groups = List.copyOf(groups);
  }

  @Override
  public Draw in(Graph graph) {
    var codes = graph.tensors("codes");
    var order = graph.tensor("order");
    var seed = graph.tensor("seed");
    var left = graph.tensor("left");
    var right = graph.tensor("right");
    return (critic, group, model, number) -> {
      var row = graph.op("int", ValueType.INT, List.of(at(seed, model)), Map.of());
      var images = at(at(order, row), number);
      var first = graph.op("torch.mul", images, Operand.of((long) times));
      var all = graph.item(codes, group);
      var x = critic.ofLeft(all.indexSelect(0, first.add(at(left, model))));
      var y = critic.ofRight(all.indexSelect(0, first.add(at(right, model))));
      var own = shuffled ? next(y) : y;
      return graph.cat(List.of(x.add(own), x.add(next(own))), 0);
    };
  }

  private static Value at(Value tensor, Value index) {
    return tensor.graph().op("torch.select", tensor, Operand.of(0), index);
  }

  private static Value next(Value x) {
    return x.graph().op("torch.roll", x, Operand.ints(1), Operand.ints(0));
  }
}
