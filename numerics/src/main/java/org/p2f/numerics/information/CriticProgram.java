package org.p2f.numerics.information;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.Products;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Tape;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;
import org.p2f.spec.optimizer.Adam;

/**
 * The method that trains M critics for several rounds in one call: {@code learn(ps, m, v, step,
 * average, bounds, touched, none, rate, rounds, …)}. Parameters and moments are [M, …]; {@code
 * step} [M] counts each critic's steps, {@code average} [M] is its moving average of E[exp T],
 * {@code bounds} [rounds, M] gets each round's Donsker–Varadhan bound, in nats, {@code touched} [M]
 * gets what nobody needs to read, {@code none} are 256 zeros, and the rest is what the {@link
 * PairedBatches} ask for.
 *
 * <p>Critic by critic, all rounds of one before the next begins: its weights, moments and
 * activations stay in the processor's cache, and its result is to the bit what it would be alone.
 *
 * <p>Source: Belghazi et al., arXiv:1801.04062, Algorithm 1 and section 3.2. The gradient of log
 * E[exp T] is that of E[exp T] over its moving average, in which the present batch takes part.
 */
final class CriticProgram {

  static final String LEARN = "learn";

  /** Share of the present batch in the moving average. */
  static final double AVERAGE_RATE = .01;

  private static final Adam ADAM = new Adam(.9, .999, 1e-8, 0);

  private final List<TensorSpec> parameters;
  private final PairedBatches batches;
  private final int batch;
  private final Precision precision;
  private final Products products;

  /**
   * @param batch pairs of each sort in a round
   */
  CriticProgram(
      Products products, int width, int batch, Precision precision, PairedBatches batches) {
    int models = batches.groups().stream().mapToInt(Integer::intValue).sum();
    this.products = products;
    this.parameters = Critic.parameters(models, width);
    this.precision = precision;
    this.batches = batches;
    this.batch = batch;
  }

  List<TensorSpec> parameters() {
    return parameters;
  }

  ProgramBuilder builder() {
    return new ProgramBuilder().method(LEARN, this::learn);
  }

  private List<Value> learn(Graph graph) {
    var weights = graph.tensors("ps");
    var first = graph.tensors("m");
    var second = graph.tensors("v");
    var step = graph.tensor("step");
    var average = graph.tensor("average");
    var bounds = graph.tensor("bounds");
    var touched = graph.tensor("touched");
    var none = graph.tensor("none");
    var rate = graph.argument("rate", ValueType.REAL);
    var rounds = graph.argument("rounds", ValueType.INT);
    var draw = batches.in(graph);
    int from = 0;
    for (int g = 0; g < batches.groups().size(); g++) {
      int group = g;
      int to = from + batches.groups().get(g);
      graph.loop(
          Operand.of(from),
          Operand.of(to),
          model -> {
            var mine = views(graph, weights, model);
            var moments =
                new Training.Moments(
                    graph.list(views(graph, first, model)),
                    graph.list(views(graph, second, model)));
            graph.loop(
                Operand.of(0),
                rounds,
                round -> {
                  var tape = new Tape(graph, products);
                  var leaves = mine.stream().map(tape::parameter).toList();
                  var critic = new Critic(tape, leaves, none, precision);
                  var said = critic.say(draw.pairs(critic, group, model, round));
                  var joint = said.slice(0, 0, batch).mean();
                  var apart = said.slice(0, batch, 2L * batch).exp().mean();
                  var moving = at(average, model);
                  graph.effect(
                      "torch.lerp_",
                      List.of(moving, apart.detach(), Operand.of(AVERAGE_RATE)),
                      Map.of());
                  var found = tape.gradients(apart.div(moving).sub(joint));
                  var gradients =
                      leaves.stream()
                          .map(leaf -> Objects.requireNonNull(found.get(leaf)).contiguous())
                          .toList();
                  var parameters = graph.list(mine);
                  Training.adam(
                      graph,
                      parameters,
                      graph.list(gradients),
                      moments,
                      leaves.size(),
                      at(step, model),
                      rate,
                      ADAM);
                  // libtorch drops an operation on a list made in the method, whatever it writes
                  // into the list's tensors, unless the list is used afterwards.
                  var used = graph.item(parameters, leaves.size() - 1).select(0, 0);
                  graph.effect("torch.copy_", List.of(at(touched, model), used), Map.of());
                  var bound = joint.sub(apart.log()).detach();
                  graph.effect(
                      "torch.copy_", List.of(at(at(bounds, round), model), bound), Map.of());
                });
          });
      from = to;
    }
    return List.of(bounds);
  }

  private List<Value> views(Graph graph, Value stacked, Value model) {
    return IntStream.range(0, parameters.size())
        .mapToObj(i -> at(graph.item(stacked, i), model))
        .toList();
  }

  private static Value at(Value tensor, Value index) {
    return tensor.graph().op("torch.select", tensor, Operand.of(0), index);
  }
}
