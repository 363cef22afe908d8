package org.p2f.numerics.head;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Products;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Value;
import org.p2f.spec.head.HeadSpec;

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
 *       active, steps, batch)}: optimizer steps of the heads of the variants {@code active}, int64
 *       [at most V], each on the next {@code batch} columns of rows; {@code gradient} [P] is
 *       scratch space; {@code losses} [steps, V·S] receives each step's loss; {@code count} is the
 *       number of earlier steps; {@code bytes} uint8 [steps, S, units, batch] random; {@code rates}
 *       float64 [steps, V]
 *   <li>{@code logits(weights, z, rows, times, out)}: into out [V·S, n, outputs]
 *   <li>{@code correct(weights, z, y, rows, times, out)}: into out uint8 [V·S, n], 1 for each image
 *       that a head gets right
 *   <li>{@code attention(weights, z, rows, times, out)}, Transformers only: adds to out [V·S,
 *       attention heads, visible keys] the readout's attention, summed over images
 *   <li>{@code keep(weights, best, which)}: copies the heads that {@code which} [V·S] marks with 1
 * </ul>
 */
final class HeadProgram implements AutoCloseable {

  private final HeadRow row;
  private final boolean dropout;
  private final Products products;
  private final HeadLearning learning;
  private final Program program;

  /**
   * @param dropout whether units are dropped in training
   */
  HeadProgram(Engine engine, HeadSpec spec, boolean dropout, Precision precision) {
    this.row = HeadRow.of(spec, precision);
    this.dropout = dropout;
    this.products = Products.on(engine.target());
    this.learning = new HeadLearning(row, dropout, products);
    var builder =
        new ProgramBuilder()
            .method("logits", this::logits)
            .method("correct", this::correct)
            .method("keep", HeadProgram::keep)
            .method("learn", learning::learn);
    if (spec instanceof HeadSpec.Transformer) {
      builder.method("attention", this::attention);
    }
    this.program = builder.compile(engine);
  }

  HeadSpec spec() {
    return row.spec();
  }

  HeadLayout layout() {
    return row.layout();
  }

  /** Units of one image that dropout decides about in a step; 0 without dropout. */
  int units() {
    return dropout ? learning.units() : 0;
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
                HeadRow.site(
                    graph,
                    declarations,
                    i -> graph.item(parameters, i),
                    new Pass.Answering(Products.LIBTORCH),
                    Precision.FLOAT32),
                codes);
    return List.of(output.logits());
  }

  private List<Value> logits(Graph graph) {
    return answers(
        graph,
        false,
        (call, head, seed, output) ->
            graph.effect(
                "torch.copy_", List.of(Places.at(call.out(), head), output.logits()), Map.of()));
  }

  private List<Value> correct(Graph graph) {
    return answers(
        graph,
        true,
        (call, head, seed, output) -> {
          var answers =
              row.spec().outputs() == 1
                  ? graph
                      .op("torch.gt", output.logits().select(1, 0), Operand.of(0))
                      .to(ElementType.INT64)
                  : output.logits().argmax(1);
          var truth = Objects.requireNonNull(call.y()).indexSelect(0, Places.at(call.rows(), seed));
          var right = graph.op("torch.eq", answers, truth);
          graph.effect("torch.copy_", List.of(Places.at(call.out(), head), right), Map.of());
        });
  }

  private List<Value> attention(Graph graph) {
    return answers(
        graph,
        false,
        (call, head, seed, output) -> {
          var attention = Objects.requireNonNull(output.readoutAttention());
          graph.effect(
              "torch.add_", List.of(Places.at(call.out(), head), attention.sum(0)), Map.of());
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
    var seeds = Places.length(call.rows());
    graph.loop(
        Operand.of(0),
        seeds,
        seed -> {
          var codes = call.z().indexSelect(0, Places.at(call.rows(), seed));
          graph.loop(
              Operand.of(0),
              Places.length(call.times()),
              variant -> {
                var head = Places.head(variant, seeds, seed);
                var weights = Places.at(call.weights(), head);
                var output =
                    row.apply(
                        graph,
                        row.views(weights, view -> view),
                        new Pass.Answering(products),
                        row.read(codes, call.times(), variant));
                answer.take(call, head, seed, output);
              });
        });
    return List.of(call.out());
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
}
