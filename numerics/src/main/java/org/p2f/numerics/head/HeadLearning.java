package org.p2f.numerics.head;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Products;
import org.p2f.numerics.program.Tape;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;
import org.p2f.spec.head.HeadSpec;
import org.p2f.spec.optimizer.Adam;

/** The method by which stacked heads learn; {@link HeadProgram} tells its arguments. */
final class HeadLearning {

  private static final Adam ADAM = new Adam(.9, .999, 1e-8, 1e-5);
  private static final double CLIP = 1;

  /** As torch's clip_grad_norm_. */
  private static final double CLIP_EPSILON = 1e-6;

  private final HeadRow row;
  private final boolean dropout;
  private final Products products;
  private int units;

  /**
   * @param dropout whether units are dropped
   */
  HeadLearning(HeadRow row, boolean dropout, Products products) {
    this.row = row;
    this.dropout = dropout;
    this.products = products;
  }

  /** Units of one image that dropout decides about in a step, known once the method is made. */
  int units() {
    return units;
  }

  List<Value> learn(Graph graph) {
    var weights = graph.tensor("weights");
    var first = graph.tensor("m");
    var second = graph.tensor("v");
    var gradient = graph.tensor("gradient");
    var losses = graph.tensor("losses");
    var count = graph.tensor("count");
    var z = graph.tensor("z");
    var y = graph.tensor("y");
    var rows = graph.tensor("rows");
    var bytes = graph.tensor("bytes");
    var times = graph.tensor("times");
    var rates = graph.tensor("rates");
    var active = graph.tensor("active");
    var steps = graph.argument("steps", ValueType.INT);
    var batch = graph.argument("batch", ValueType.INT);
    var seeds = Places.length(rows);
    graph.loop(
        Operand.of(0),
        steps,
        step -> {
          graph.effect("torch.add_", List.of(count, Operand.of(1)), Map.of());
          var column = Places.integer("torch.mul", step, batch);
          var columns =
              graph.op(
                  "torch.slice",
                  rows,
                  Operand.of(1),
                  column,
                  Places.integer("torch.add", column, batch),
                  Operand.of(1));
          graph.loop(
              Operand.of(0),
              seeds,
              seed -> {
                var images = Places.at(columns, seed);
                var codes = z.indexSelect(0, images);
                var labels = y.indexSelect(0, images);
                var masks =
                    dropout
                        ? Masks.of(graph, Places.at(Places.at(bytes, step), seed))
                        : Masks.none();
                graph.loop(
                    Operand.of(0),
                    Places.length(active),
                    place -> {
                      var variant = Places.toInt(Places.at(active, place));
                      var head = Places.head(variant, seeds, seed);
                      var loss =
                          gradients(
                              Places.at(weights, head),
                              gradient,
                              row.read(codes, times, variant),
                              labels,
                              masks);
                      clip(gradient);
                      var one = graph.list(List.of(Places.at(weights, head)));
                      Training.adamAt(
                          graph,
                          one,
                          graph.list(List.of(gradient)),
                          new Training.Moments(
                              graph.list(List.of(Places.at(first, head))),
                              graph.list(List.of(Places.at(second, head)))),
                          1,
                          count,
                          Places.at(Places.at(rates, step), variant),
                          ADAM);
                      // libtorch drops an operation on a list made in the method, whatever it
                      // writes into the list's tensors, unless the list is used afterwards.
                      graph.effect(
                          "torch.copy_",
                          List.of(gradient.select(0, 0), graph.item(one, 0).select(0, 0)),
                          Map.of());
                      graph.effect(
                          "torch.copy_",
                          List.of(Places.at(Places.at(losses, step), head), loss),
                          Map.of());
                    });
              });
        });
    return List.of(losses);
  }

  /** Writes one head's gradients into its row. */
  private Value gradients(Value weights, Value gradient, Value codes, Value labels, Masks masks) {
    var graph = weights.graph();
    var tape = new Tape(graph, products);
    var leaves = row.views(weights, tape::parameter);
    var mine = masks.again();
    var output = row.apply(graph, leaves, new Pass.Learning(tape, mine), codes);
    units = mine.used();
    var loss = loss(output.logits(), labels);
    var found = tape.gradients(loss);
    for (int i = 0; i < row.layout().parameters().size(); i++) {
      var mineToo = Objects.requireNonNull(found.get(leaves.apply(i)));
      graph.effect("torch.copy_", List.of(row.view(gradient, i), mineToo), Map.of());
    }
    return loss.detach();
  }

  private Value loss(Value logits, Value labels) {
    var graph = logits.graph();
    return row.spec().outputs() == 1
        ? graph.op(
            "torch.binary_cross_entropy_with_logits",
            logits.reshape(-1),
            labels.to(ElementType.FLOAT32))
        : graph.op("torch.cross_entropy_loss", logits, labels);
  }

  /** Scales a head's gradient in place so that its norm is at most {@link #CLIP}. */
  private void clip(Value gradient) {
    if (row.spec() instanceof HeadSpec.Mlp) {
      return;
    }
    var graph = gradient.graph();
    var norm = graph.op("torch.linalg_vector_norm", gradient, Operand.of(2));
    var factor =
        graph.op(
            "torch.clamp_max",
            graph.op("torch.reciprocal", norm.add(CLIP_EPSILON)).mul(CLIP),
            Operand.of(1.0));
    graph.effect("torch.mul_", List.of(gradient, factor), Map.of());
  }
}
