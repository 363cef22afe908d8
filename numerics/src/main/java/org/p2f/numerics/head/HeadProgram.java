package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;

/**
 * The methods of stacked heads. M heads, S seeds; {@code z} is float32 [N, times, d], {@code y}
 * int64 [N], {@code rows} int64 [S, n]: which images each seed sees.
 *
 * <ul>
 *   <li>{@code step(ps, m, v, steps, z, y, rows, from, to, seed…, rate…)}: one step on columns from
 *       … to of rows; yields each head's loss [M], and views of parameters that nobody needs to
 *       read
 *   <li>{@code logits(ps, z, rows)}: [M, n, outputs]
 *   <li>{@code correct(ps, z, y, rows)}: how many images each head gets right, [M]
 *   <li>{@code attention(ps, z, rows)}, Transformers only: readout attention, sum over images, mean
 *       over attention heads, [M, visible keys]
 *   <li>{@code keep(ps, best, which)}: copies the heads that {@code which} [M] marks with 1
 * </ul>
 */
final class HeadProgram {

  /** Dropout of all heads. */
  static final double DROPOUT = .25;

  private static final Training.Adam ADAM = new Training.Adam(.9, .999, 1e-8, 1e-5);
  private static final double CLIP = 1;

  /** As torch's clip_grad_norm_. */
  private static final double CLIP_EPSILON = 1e-6;

  private static final int NO_REDUCTION = 0;

  private final StackShape shape;
  private final HeadNetwork network;
  private final double dropout;
  private final Precision precision;
  private final Declarations declarations = new Declarations();
  private final ProgramBuilder builder = new ProgramBuilder();

  HeadProgram(StackShape shape, double dropout, Precision precision) {
    this.shape = shape;
    this.network = HeadNetwork.of(shape.spec(), shape.times());
    this.dropout = dropout;
    this.precision = precision;
    builder
        .method("logits", this::logits)
        .method("correct", this::correct)
        .method("keep", this::keep)
        .method("step", this::step);
    if (shape.spec() instanceof HeadSpec.Transformer) {
      builder.method("attention", this::attention);
    }
  }

  /** The parameters of stacked heads, each [M, …], its initialization that of one head. */
  static List<TensorSpec> parameters(HeadSpec spec, ModelAxis axis) {
    var variants = java.util.Collections.nCopies(axis.variants(), new StackShape.Variant(0, 1e-3));
    return new HeadProgram(new StackShape(spec, variants, axis.seeds()), 0, Precision.FLOAT32)
        .parameters();
  }

  List<TensorSpec> parameters() {
    return declarations.parameters();
  }

  ProgramBuilder builder() {
    return builder;
  }

  private List<Value> logits(Graph graph) {
    var parameters = graph.tensors("ps");
    return List.of(evaluate(graph, parameters, graph.tensor("z"), graph.tensor("rows")).logits());
  }

  private List<Value> correct(Graph graph) {
    var parameters = graph.tensors("ps");
    var z = graph.tensor("z");
    var y = graph.tensor("y");
    var rows = graph.tensor("rows");
    var logits = evaluate(graph, parameters, z, rows).logits();
    var answers =
        shape.spec().outputs() == 1
            ? graph.op("torch.gt", logits.select(2, 0), Operand.of(0)).to(ElementType.INT64)
            : logits.argmax(2);
    var right =
        graph.op(
            "torch.eq",
            answers.reshape(shape.axis().variants(), shape.axis().seeds(), -1),
            y.indexSelect(0, rows.reshape(-1)).reshape(shape.axis().seeds(), -1));
    return List.of(right.sum(2).reshape(-1));
  }

  private List<Value> attention(Graph graph) {
    var parameters = graph.tensors("ps");
    var output = evaluate(graph, parameters, graph.tensor("z"), graph.tensor("rows"));
    var attention = java.util.Objects.requireNonNull(output.readoutAttention());
    return List.of(attention.mean(2).sum(1));
  }

  private List<Value> keep(Graph graph) {
    var parameters = graph.tensors("ps");
    var best = graph.tensors("best");
    var which = graph.tensor("which");
    for (int i = 0; i < parameters().size(); i++) {
      var mine = graph.item(parameters, i);
      var axes = new long[parameters().get(i).shape().size()];
      java.util.Arrays.fill(axes, 1);
      axes[0] = -1;
      var chosen = graph.op("torch.gt", which.reshape(axes), Operand.of(0));
      var kept = graph.op("torch.where", chosen, mine, graph.item(best, i));
      graph.effect("torch.copy_", List.of(graph.item(best, i), kept), java.util.Map.of());
    }
    return List.of(which);
  }

  private List<Value> step(Graph graph) {
    var parameters = graph.tensors("ps");
    var first = graph.tensors("m");
    var second = graph.tensors("v");
    var steps = graph.tensors("steps");
    var z = graph.tensor("z");
    var y = graph.tensor("y");
    var order = graph.tensor("rows");
    var from = graph.argument("from", ValueType.INT);
    var to = graph.argument("to", ValueType.INT);
    var seeds = arguments(graph, "seed", shape.seeds(), ValueType.INT);
    var rates = arguments(graph, "rate", shape.rates().size(), ValueType.REAL);

    var rows = graph.op("torch.slice", order, Operand.of(1), from, to, Operand.of(1));
    var leaves = new ArrayList<Value>();
    IntFunction<Value> leaf =
        i -> {
          while (leaves.size() <= i) {
            leaves.add(Training.leaf(graph, graph.item(parameters, leaves.size())));
          }
          return leaves.get(i);
        };
    var losses =
        losses(graph, forward(graph, leaf, z, rows, drawn(graph, seeds)).logits(), y, rows);
    var gradients = Training.gradients(graph, losses.sum(), leaves);
    if (!(shape.spec() instanceof HeadSpec.Mlp)) {
      clip(graph, gradients, norms(graph, gradients));
    }
    var results = new ArrayList<Value>(List.of(losses));
    for (int r = 0; r < rates.size(); r++) {
      results.add(
          adam(
              graph,
              shape.rates().get(r),
              parameters,
              gradients,
              new Training.Moments(first, second),
              graph.item(steps, r),
              rates.get(r)));
    }
    return results;
  }

  private static List<Value> arguments(Graph graph, String name, int count, ValueType type) {
    return IntStream.range(0, count).mapToObj(i -> graph.argument(name + i, type)).toList();
  }

  private Dropout drawn(Graph graph, List<Value> seeds) {
    if (dropout == 0) {
      return Dropout.Off.OFF;
    }
    var generators =
        seeds.stream()
            .map(seed -> org.p2f.numerics.program.Randomness.generator(graph, seed))
            .toList();
    return new Dropout.Drawn(dropout, shape.axis(), generators);
  }

  private HeadNetwork.Output evaluate(Graph graph, Value parameters, Value z, Value rows) {
    return forward(graph, i -> graph.item(parameters, i), z, rows, Dropout.Off.OFF);
  }

  private HeadNetwork.Output forward(
      Graph graph, IntFunction<Value> parameters, Value z, Value rows, Dropout active) {
    var scope =
        Scope.root(
            graph,
            declarations,
            parameters,
            i -> {
              throw new IllegalStateException("Heads have no buffers");
            },
            precision,
            Layout.CONTIGUOUS,
            active != Dropout.Off.OFF);
    int times =
        switch (shape.spec()) {
          case HeadSpec.Mlp mlp -> 1;
          case HeadSpec.Gru gru -> gru.times();
          case HeadSpec.Transformer transformer -> transformer.times();
        };
    var batch =
        new HeadBatch(
            z.indexSelect(0, rows.reshape(-1)), shape.axis(), times, shape.spec().codes());
    return network.apply(new Stack(scope, shape.axis(), active), batch);
  }

  /** Each head's mean loss over its images, [M]. */
  private Value losses(Graph graph, Value logits, Value y, Value rows) {
    var labels = y.indexSelect(0, rows.reshape(-1));
    var bySeed =
        shape.axis().variants() == 1
            ? labels
            : graph.cat(java.util.Collections.nCopies(shape.axis().variants(), labels), 0);
    var all =
        shape.spec().outputs() == 1
            ? graph.op(
                "torch.binary_cross_entropy_with_logits",
                logits.reshape(-1),
                bySeed.to(ElementType.FLOAT32),
                Operand.none(),
                Operand.none(),
                Operand.of(NO_REDUCTION))
            : graph.op(
                "torch.cross_entropy_loss",
                logits.reshape(-1, shape.spec().outputs()),
                bySeed,
                Operand.none(),
                Operand.of(NO_REDUCTION));
    return all.reshape(shape.axis().models(), -1).mean(1);
  }

  /** Norm of each head's gradients taken as one vector, [M]. */
  private static Value norms(Graph graph, List<Value> gradients) {
    var squares = new ArrayList<Value>();
    for (var gradient : gradients) {
      squares.add(
          graph.op(
              "torch.linalg_vector_norm",
              graph.op("torch.flatten", gradient, Operand.of(1), Operand.of(-1)),
              Operand.of(2),
              Operand.ints(1)));
    }
    return graph.op(
        "torch.linalg_vector_norm", graph.stack(squares, 1), Operand.of(2), Operand.ints(1));
  }

  /** Scales each head's gradients in place so that their norm is at most {@link #CLIP}. */
  private void clip(Graph graph, List<Value> gradients, Value norms) {
    var factor =
        graph.op(
            "torch.clamp_max",
            graph.op("torch.reciprocal", norms.add(CLIP_EPSILON)).mul(CLIP),
            Operand.of(1.0));
    for (int i = 0; i < gradients.size(); i++) {
      var axes = new long[parameters().get(i).shape().size()];
      java.util.Arrays.fill(axes, 1);
      axes[0] = -1;
      graph.effect(
          "torch.mul_", List.of(gradients.get(i), factor.reshape(axes)), java.util.Map.of());
    }
  }

  /**
   * Steps the heads of one rate.
   *
   * @return a view of their first parameter: libtorch drops an operation on a list made in the
   *     method, whatever it writes into the list's tensors, unless the list is used afterwards
   */
  private Value adam(
      Graph graph,
      StackShape.Rate rate,
      Value parameters,
      List<Value> gradients,
      Training.Moments moments,
      Value step,
      Value learningRate) {
    int count = gradients.size();
    var mine = part(graph, rate, count, i -> graph.item(parameters, i));
    Training.adam(
        graph,
        mine,
        part(graph, rate, count, gradients::get),
        new Training.Moments(
            part(graph, rate, count, i -> graph.item(moments.first(), i)),
            part(graph, rate, count, i -> graph.item(moments.second(), i))),
        count,
        step,
        learningRate,
        ADAM);
    return graph.item(mine, 0);
  }

  /** The heads of one rate, as views. */
  private static Value part(
      Graph graph, StackShape.Rate rate, int count, IntFunction<Value> tensors) {
    return graph.list(
        IntStream.range(0, count)
            .mapToObj(i -> tensors.apply(i).slice(0, rate.from(), rate.to()))
            .toList());
  }
}
