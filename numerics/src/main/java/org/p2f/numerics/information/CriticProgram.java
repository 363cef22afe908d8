package org.p2f.numerics.information;

import java.util.List;
import java.util.Map;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Leaves;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;

/**
 * The method that trains M stacked critics for several rounds in one call: {@code learn(ps, m, v,
 * step, average, bounds, rate, rounds, …)}, {@code average} [M] being each critic's moving average
 * of E[exp T], {@code bounds} [rounds, M] getting each round's Donsker–Varadhan bound, in nats, and
 * the rest being what the {@link PairedBatches} ask for.
 *
 * <p>Source: Belghazi et al., arXiv:1801.04062, Algorithm 1 and section 3.2. The gradient of log
 * E[exp T] is that of E[exp T] over its moving average, in which the present batch takes part.
 */
final class CriticProgram {

  static final String LEARN = "learn";

  /** Share of the present batch in the moving average. */
  static final double AVERAGE_RATE = .01;

  private static final Training.Adam ADAM = new Training.Adam(.9, .999, 1e-8, 0);

  private final List<TensorSpec> parameters;
  private final PairedBatches batches;
  private final int batch;
  private final Precision precision;

  /**
   * @param batch pairs of each sort in a round
   */
  CriticProgram(int models, int width, int batch, Precision precision, PairedBatches batches) {
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
    var moments = new Training.Moments(graph.tensors("m"), graph.tensors("v"));
    var step = graph.tensor("step");
    var average = graph.tensor("average");
    var bounds = graph.tensor("bounds");
    var rate = graph.argument("rate", ValueType.REAL);
    var rounds = graph.argument("rounds", ValueType.INT);
    var pairs = batches.in(graph);
    graph.loop(
        Operand.of(0),
        rounds,
        round -> {
          var leaves = new Leaves(graph, weights);
          var critic = new Critic(graph, leaves, precision);
          var said = critic.say(pairs.pairs(critic, round));
          var joint = said.slice(1, 0, batch).mean(1);
          var apart = said.slice(1, batch, 2L * batch).exp().mean(1);
          graph.effect(
              "torch.lerp_", List.of(average, apart.detach(), Operand.of(AVERAGE_RATE)), Map.of());
          var loss = apart.div(average).sub(joint).sum();
          var gradients = graph.list(Training.gradients(graph, loss, leaves.all()));
          Training.adam(graph, weights, gradients, moments, parameters.size(), step, rate, ADAM);
          var bound = joint.sub(apart.log()).detach();
          graph.effect(
              "torch.copy_",
              List.of(graph.op("torch.select", bounds, Operand.of(0), round), bound),
              Map.of());
        });
    return List.of(bounds);
  }
}
