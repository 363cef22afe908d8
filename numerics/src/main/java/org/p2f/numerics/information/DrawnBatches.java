package org.p2f.numerics.information;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Value;

/**
 * Pairs drawn from images in random order: {@code codes}, one [images · times, width] an encoder;
 * {@code order} int64 [S, rounds, n]: which images each seed sees; {@code seed}, {@code left} and
 * {@code right} int64 [M]: each critic's row of the order, and its times.
 *
 * <p>Codes that do not belong together are those of one image and of the next in the order: the
 * order is random, so that is a random other one.
 *
 * @param encoderModels critics of each encoder; the critics of one encoder stand together
 * @param times of one image
 * @param shuffled whether the right code is the next image's throughout
 */
record DrawnBatches(List<Integer> encoderModels, int times, boolean shuffled)
    implements PairedBatches {

  DrawnBatches {
    encoderModels = List.copyOf(encoderModels);
  }

  @Override
  public Round in(Graph graph) {
    var codes = graph.tensors("codes");
    var order = graph.tensor("order");
    var seed = graph.tensor("seed");
    var left = graph.tensor("left");
    var right = graph.tensor("right");
    return (critic, number) -> {
      var images = graph.op("torch.select", order, Operand.of(1), number);
      var first = graph.op("torch.mul", images, Operand.of((long) times)).indexSelect(0, seed);
      var x = critic.ofLeft(gather(graph, codes, first.add(left.unsqueeze(1))));
      var y = critic.ofRight(gather(graph, codes, first.add(right.unsqueeze(1))));
      var own = shuffled ? next(graph, y) : y;
      return graph.cat(List.of(x.add(own), x.add(next(graph, own))), 1);
    };
  }

  /** Codes of those rows, [M, n] → [M, n, width]. */
  private Value gather(Graph graph, Value codes, Value rows) {
    List<Value> parts = new ArrayList<>();
    int from = 0;
    for (int encoder = 0; encoder < encoderModels.size(); encoder++) {
      int models = encoderModels.get(encoder);
      if (models > 0) {
        var flat = rows.slice(0, from, from + models).reshape(-1);
        var all = graph.item(codes, encoder).indexSelect(0, flat);
        parts.add(graph.op("torch.unflatten", all, Operand.of(0), Operand.ints(models, -1)));
      }
      from += models;
    }
    return parts.size() == 1 ? parts.getFirst() : graph.cat(parts, 0);
  }

  private static Value next(Graph graph, Value x) {
    return graph.op("torch.roll", x, Operand.ints(1), Operand.ints(1));
  }
}
