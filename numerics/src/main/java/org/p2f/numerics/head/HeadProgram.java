package org.p2f.numerics.head;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Products;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Tape;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;

/**
 * The methods of stacked heads of one spec, whatever their number: V variants with S seeds each,
 * the seeds innermost, so head v·S + s is variant v of seed s. {@code weights} is float32 [V·S, P],
 * a row for each head as {@link HeadLayout} has it; {@code z} float32 [N, times, d], {@code y}
 * int64 [N], {@code rows} int64 [S, n]: which images each seed sees; {@code times} int64 [V].
 *
 * <p>The heads are gone through one by one inside the program: a head's weights, moments and
 * activations stay in the processor's cache through a whole step, and it computes to the bit what
 * it would compute alone.
 *
 * <ul>
 *   <li>{@code learn(weights, m, v, gradient, losses, count, z, y, rows, bytes, times, rates,
 *       steps, batch)}: optimizer steps, each on the next {@code batch} columns of rows; {@code
 *       gradient} [P] is scratch space; adds each step's loss to {@code losses} [V·S]; {@code
 *       count} is the number of earlier steps; {@code bytes} uint8 [steps, S, units, batch] random;
 *       {@code rates} float64 [V]
 *   <li>{@code logits(weights, z, rows, times, out)}: into out [V·S, n, outputs]
 *   <li>{@code correct(weights, z, y, rows, times, out)}: adds to out int64 [V·S] how many images
 *       each head gets right
 *   <li>{@code attention(weights, z, rows, times, out)}, Transformers only: adds to out [V·S,
 *       attention heads, visible keys] the readout's attention, summed over images
 *   <li>{@code keep(weights, best, which)}: copies the heads that {@code which} [V·S] marks with 1
 * </ul>
 */
final class HeadProgram implements AutoCloseable {

  private static final Training.Adam ADAM = new Training.Adam(.9, .999, 1e-8, 1e-5);
  private static final double CLIP = 1;

  /** As torch's clip_grad_norm_. */
  private static final double CLIP_EPSILON = 1e-6;

  private final HeadSpec spec;
  private final boolean dropout;
  private final Precision precision;
  private final Products products;
  private final HeadLayout layout;
  private final HeadNetwork network;
  private final Program program;
  private int units;

  /**
   * @param dropout whether units are dropped in training
   */
  HeadProgram(Engine engine, HeadSpec spec, boolean dropout, Precision precision) {
    this.spec = spec;
    this.dropout = dropout;
    this.precision = precision;
    this.products = Products.on(engine.target());
    this.layout = HeadLayout.of(spec);
    this.network = HeadNetwork.of(spec);
    var builder =
        new ProgramBuilder()
            .method("logits", this::logits)
            .method("correct", this::correct)
            .method("keep", HeadProgram::keep)
            .method("learn", this::learn);
    if (spec instanceof HeadSpec.Transformer) {
      builder.method("attention", this::attention);
    }
    this.program = builder.compile(engine);
  }

  HeadSpec spec() {
    return spec;
  }

  HeadLayout layout() {
    return layout;
  }

  /** Units of one image that dropout decides about in a step; 0 without dropout. */
  int units() {
    return dropout ? units : 0;
  }

  Program program() {
    return program;
  }

  @Override
  public void close() {
    program.close();
  }

  /** Asks for all parameters of a head. */
  static List<Value> declare(Graph graph, HeadSpec spec, Declarations declarations) {
    var parameters = graph.tensors("ps");
    var codes = graph.tensor("z");
    var output =
        HeadNetwork.of(spec)
            .apply(
                site(
                    graph,
                    declarations,
                    i -> graph.item(parameters, i),
                    new Pass.Answering(Products.LIBTORCH),
                    Precision.FLOAT32),
                codes);
    return List.of(output.logits());
  }

  private static Site site(
      Graph graph,
      Declarations declarations,
      IntFunction<Value> parameters,
      Pass pass,
      Precision precision) {
    return new Site(
        Scope.root(
            graph,
            declarations,
            parameters,
            i -> {
              throw new IllegalStateException("Heads have no buffers");
            },
            precision,
            Layout.CONTIGUOUS,
            pass instanceof Pass.Learning),
        pass);
  }

  private List<Value> logits(Graph graph) {
    return answers(
        graph,
        false,
        (call, head, seed, output) ->
            graph.effect("torch.copy_", List.of(at(call.out(), head), output.logits()), Map.of()));
  }

  private List<Value> correct(Graph graph) {
    return answers(
        graph,
        true,
        (call, head, seed, output) -> {
          var answers =
              spec.outputs() == 1
                  ? graph
                      .op("torch.gt", output.logits().select(1, 0), Operand.of(0))
                      .to(ElementType.INT64)
                  : output.logits().argmax(1);
          var truth = Objects.requireNonNull(call.y()).indexSelect(0, at(call.rows(), seed));
          var right = graph.op("torch.eq", answers, truth).sum();
          graph.effect("torch.add_", List.of(at(call.out(), head), right), Map.of());
        });
  }

  private List<Value> attention(Graph graph) {
    return answers(
        graph,
        false,
        (call, head, seed, output) -> {
          var attention = Objects.requireNonNull(output.readoutAttention());
          graph.effect("torch.add_", List.of(at(call.out(), head), attention.sum(0)), Map.of());
        });
  }

  /** The arguments of a method that lets heads answer. */
  private record Call(
      Value weights, Value z, @Nullable Value y, Value rows, Value times, Value out) {

    static Call of(Graph graph, boolean labelled) {
      return new Call(
          graph.tensor("weights"),
          graph.tensor("z"),
          labelled ? graph.tensor("y") : null,
          graph.tensor("rows"),
          graph.tensor("times"),
          graph.tensor("out"));
    }
  }

  private interface Answer {
    void take(Call call, Value head, Value seed, HeadNetwork.Output output);
  }

  private List<Value> answers(Graph graph, boolean labelled, Answer answer) {
    var call = Call.of(graph, labelled);
    var seeds = length(call.rows());
    graph.loop(
        Operand.of(0),
        seeds,
        seed -> {
          var codes = call.z().indexSelect(0, at(call.rows(), seed));
          graph.loop(
              Operand.of(0),
              length(call.times()),
              variant -> {
                var head = head(variant, seeds, seed);
                var row = at(call.weights(), head);
                var output =
                    network.apply(
                        site(
                            graph,
                            new Declarations(),
                            views(row, view -> view),
                            new Pass.Answering(products),
                            precision),
                        read(codes, call.times(), variant));
                answer.take(call, head, seed, output);
              });
        });
    return List.of(call.out());
  }

  /** The parameters of one head, each made of its place in the row when it is first asked for. */
  private IntFunction<Value> views(Value row, Function<Value, Value> as) {
    var views = new HashMap<Integer, Value>();
    return i -> views.computeIfAbsent(i, k -> as.apply(view(row, k)));
  }

  private Value view(Value row, int parameter) {
    var tensor = layout.parameters().get(parameter);
    int from = layout.offsets().get(parameter);
    return row.slice(0, from, from + tensor.elements()).reshape(tensor.dimensions());
  }

  private Value read(Value codes, Value times, Value variant) {
    boolean one = spec instanceof HeadSpec.Mlp mlp && mlp.pooling() == Pooling.ONE;
    return one ? select(codes, 1, toInt(at(times, variant))) : codes;
  }

  private static List<Value> keep(Graph graph) {
    var weights = graph.tensor("weights");
    var best = graph.tensor("best");
    var which = graph.tensor("which");
    var chosen = graph.op("torch.gt", which, Operand.of(0)).unsqueeze(1);
    var kept = graph.op("torch.where", chosen, weights, best);
    graph.effect("torch.copy_", List.of(best, kept), Map.of());
    return List.of(which);
  }

  private List<Value> learn(Graph graph) {
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
    var steps = graph.argument("steps", ValueType.INT);
    var batch = graph.argument("batch", ValueType.INT);
    var seeds = length(rows);
    graph.loop(
        Operand.of(0),
        steps,
        step -> {
          graph.effect("torch.add_", List.of(count, Operand.of(1)), Map.of());
          var column = integer("torch.mul", step, batch);
          var columns =
              graph.op(
                  "torch.slice",
                  rows,
                  Operand.of(1),
                  column,
                  integer("torch.add", column, batch),
                  Operand.of(1));
          graph.loop(
              Operand.of(0),
              seeds,
              seed -> {
                var images = at(columns, seed);
                var codes = z.indexSelect(0, images);
                var labels = y.indexSelect(0, images);
                var masks = dropout ? Masks.of(graph, at(at(bytes, step), seed)) : Masks.none();
                graph.loop(
                    Operand.of(0),
                    length(times),
                    variant -> {
                      var head = head(variant, seeds, seed);
                      var loss =
                          gradients(
                              at(weights, head),
                              gradient,
                              read(codes, times, variant),
                              labels,
                              masks);
                      clip(gradient);
                      var one = graph.list(List.of(at(weights, head)));
                      Training.adamAt(
                          graph,
                          one,
                          graph.list(List.of(gradient)),
                          new Training.Moments(
                              graph.list(List.of(at(first, head))),
                              graph.list(List.of(at(second, head)))),
                          1,
                          count,
                          at(rates, variant),
                          ADAM);
                      // libtorch drops an operation on a list made in the method, whatever it
                      // writes into the list's tensors, unless the list is used afterwards.
                      graph.effect(
                          "torch.copy_",
                          List.of(gradient.select(0, 0), graph.item(one, 0).select(0, 0)),
                          Map.of());
                      graph.effect("torch.add_", List.of(at(losses, head), loss), Map.of());
                    });
              });
        });
    return List.of(losses);
  }

  /** Writes one head's gradients into its row. */
  private Value gradients(Value row, Value gradient, Value codes, Value labels, Masks masks) {
    var graph = row.graph();
    var tape = new Tape(graph, products);
    var leaves = views(row, tape::parameter);
    var mine = masks.again();
    var output =
        network.apply(
            site(graph, new Declarations(), leaves, new Pass.Learning(tape, mine), precision),
            codes);
    units = mine.used();
    var loss = loss(output.logits(), labels);
    var found = tape.gradients(loss);
    for (int i = 0; i < layout.parameters().size(); i++) {
      var mineToo = Objects.requireNonNull(found.get(leaves.apply(i)));
      graph.effect("torch.copy_", List.of(view(gradient, i), mineToo), Map.of());
    }
    return loss.detach();
  }

  private Value loss(Value logits, Value labels) {
    var graph = logits.graph();
    return spec.outputs() == 1
        ? graph.op(
            "torch.binary_cross_entropy_with_logits",
            logits.reshape(-1),
            labels.to(ElementType.FLOAT32))
        : graph.op("torch.cross_entropy_loss", logits, labels);
  }

  /** Scales a head's gradient in place so that its norm is at most {@link #CLIP}. */
  private void clip(Value gradient) {
    if (spec instanceof HeadSpec.Mlp) {
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

  // Integers and places.

  private static Value length(Value tensor) {
    return tensor.graph().op("torch.size", ValueType.INT, List.of(tensor, Operand.of(0)), Map.of());
  }

  private static Value integer(String operator, Operand a, Operand b) {
    var graph = ((Value) (a instanceof Value ? a : b)).graph();
    return graph.op(operator, ValueType.INT, List.of(a, b), Map.of());
  }

  private static Value head(Value variant, Value seeds, Value seed) {
    return integer("torch.add", integer("torch.mul", variant, seeds), seed);
  }

  private static Value at(Value tensor, Value index) {
    return select(tensor, 0, index);
  }

  private static Value select(Value tensor, int dimension, Value index) {
    return tensor.graph().op("torch.select", tensor, Operand.of(dimension), index);
  }

  private static Value toInt(Value scalar) {
    return scalar.graph().op("int", ValueType.INT, List.of(scalar), Map.of());
  }
}
