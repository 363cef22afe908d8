package org.p2f.numerics.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.p2f.numerics.net.Latent;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Leaves;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Randomness;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;

/**
 * A training step as one method of a program, or as two where it has several replicas: what each
 * learns, and what is made of that.
 */
final class TrainingGraph {

  /**
   * (the arguments of {@link WeightsStep}, buffers, penalty's share, pixels in [0, 1] [B, C, H, W],
   * mean and standard deviation [C, 1, 1], what the draws ask for) → loss, score loss, penalty,
   * reconstruction loss, gradient norm; [5].
   */
  static final String STEP = "trainStep";

  /**
   * (parameters, and the arguments of {@link #STEP} from the buffers on, for one replica) → its
   * losses [5] and a gradient for each parameter. Moves the running statistics.
   */
  static final String LEARN = "learn";

  /**
   * (the arguments of {@link WeightsStep}, the replicas' losses, each one's gradients and buffers)
   * → what {@link #STEP} yields. The first one's gradients are overwritten; all buffers become
   * their mean.
   */
  static final String UPDATE = "update";

  /** (parameters, averages, their step) → nothing. Moves averages towards the parameters. */
  static final String AVERAGE = "average";

  /**
   * (parameters, buffers, pixels, mean, std, times [B]) → codes [B, d], in evaluation mode; of
   * distributions, their means and the logarithms of their variances.
   */
  static final String ENCODE = "encode";

  /**
   * (parameters, buffers, pixels, mean, std, times [B], seed) → what {@link TrainingLosses#heldOut}
   * gives, in evaluation mode.
   */
  static final String HELD_OUT = "heldOut";

  /** Of a replica. */
  private final TrainingSpec spec;

  private final int replicas;
  private final TrainingLosses losses;
  private final Declarations declarations = new Declarations();
  private final ProgramBuilder builder = new ProgramBuilder();

  private TrainingGraph(TrainingSpec spec) {
    this.spec = spec.ofReplica();
    this.replicas = spec.replicas();
    this.losses = new TrainingLosses(this.spec);
  }

  /** The program of a training run. */
  static TrainingGraph of(TrainingSpec spec) {
    return of(spec, Draws::fromSeed);
  }

  static TrainingGraph of(TrainingSpec spec, Draws.Source draws) {
    var graph = new TrainingGraph(spec);
    if (spec.replicas() == 1) {
      graph.builder.method(STEP, g -> graph.step(g, draws));
    } else {
      graph.builder.method(LEARN, g -> graph.learn(g, draws)).method(UPDATE, graph::update);
    }
    graph.builder.method(ENCODE, graph::encode).method(HELD_OUT, graph::heldOut);
    if (!spec.averages().widths().isEmpty()) {
      graph.builder.method(AVERAGE, TrainingGraph::average);
    }
    return graph;
  }

  ProgramBuilder builder() {
    return builder;
  }

  List<TensorSpec> parameters() {
    return declarations.parameters();
  }

  List<TensorSpec> buffers() {
    return declarations.buffers();
  }

  /** What a step learns from its batch: gradients are of all parameters, in their order. */
  record Learned(TrainingLosses.Sums losses, List<Value> gradients) {}

  Learned learned(Scope scope, Leaves leaves, Value images, Draws draws) {
    if (spec.batchParts() > 1) {
      return learnedInParts(scope, leaves, images, draws);
    }
    var sums = losses.of(scope, images, draws);
    return new Learned(sums, Training.gradients(scope.graph(), sums.total(), leaves.all()));
  }

  /**
   * The same mathematics, with the score network's activations of one part of the batch at a time.
   * The encoder sees the whole batch, whose statistics normalise it: its gradient follows, by the
   * chain rule, from that of the codes, which is summed over the parts.
   */
  private Learned learnedInParts(Scope scope, Leaves leaves, Value images, Draws draws) {
    var g = scope.graph();
    var encoded = losses.encoded(scope, images, draws);
    int encoders = leaves.all().size();
    var codes = Training.leaf(g, encoded.code());
    int size = spec.batchSize() / spec.batchParts();
    var sums = new ArrayList<Value>();
    var parts = new ArrayList<TrainingLosses.Terms>();
    for (int from = 0; from < spec.batchSize(); from += size) {
      int to = from + size;
      var terms =
          losses
              .terms(
                  scope,
                  images.slice(0, from, to),
                  encoded.t().slice(0, from, to),
                  codes.slice(0, from, to),
                  draws.part(from, to))
              .dividedBy(spec.batchParts());
      var sources = new ArrayList<>(leaves.all().subList(encoders, leaves.all().size()));
      sources.add(codes);
      var gradients = Training.gradients(g, terms.total(), sources);
      for (int i = 0; i < gradients.size(); i++) {
        if (from == 0) {
          sums.add(gradients.get(i));
        } else {
          sums.set(i, sums.get(i).add(gradients.get(i)));
        }
      }
      parts.add(terms.detached());
    }
    var throughCodes = encoded.code().mul(sums.removeLast()).sum().add(encoded.cost());
    var all =
        new ArrayList<>(Training.gradients(g, throughCodes, leaves.all().subList(0, encoders)));
    all.addAll(sums);
    var whole = parts.stream().reduce(TrainingLosses.Terms::add).orElseThrow();
    return new Learned(whole.with(encoded), all);
  }

  private List<Value> step(Graph g, Draws.Source source) {
    var weights = WeightsStep.in(g, spec.optimizer());
    var learned = learned(g, weights.parameters(), source);
    return List.of(
        weights.moved(
            learned.losses().stacked(g),
            g.list(learned.gradients()),
            declarations.parameters().size()));
  }

  private List<Value> learn(Graph g, Draws.Source source) {
    var learned = learned(g, g.tensors("parameters"), source);
    var yields = new ArrayList<Value>();
    yields.add(learned.losses().stacked(g));
    yields.addAll(learned.gradients());
    return yields;
  }

  private Learned learned(Graph g, Value parameters, Draws.Source source) {
    var buffers = g.tensors("buffers");
    var penaltyShare = g.argument("penaltyShare", ValueType.REAL);
    var images = images(g);
    var leaves = new Leaves(g, parameters);
    var scope = training(g, leaves, buffers);
    var draws = source.in(g, spec, images).withPenaltyShare(penaltyShare);
    return learned(scope, leaves, images, draws);
  }

  private List<Value> update(Graph g) {
    var weights = WeightsStep.in(g, spec.optimizer());
    var losses = g.op("torch.stack", g.tensors("losses")).mean(0);
    var gradients = g.tensors("gradients0");
    var buffers = g.tensors("buffers0");
    for (int i = 1; i < replicas; i++) {
      // A running mean: what is equal in all replicas stays what it is, bit for bit.
      var share = Operand.of(1. / (i + 1));
      Training.average(g, gradients, g.tensors("gradients" + i), share);
      var others = g.tensors("buffers" + i);
      Training.average(g, buffers, others, share);
      g.effect("torch._foreach_copy_", List.of(others, buffers), Map.of());
    }
    return List.of(weights.moved(losses, gradients, declarations.parameters().size()));
  }

  private static List<Value> average(Graph g) {
    var parameters = g.tensors("parameters");
    var averages = g.tensors("averages");
    Training.average(g, averages, parameters, g.argument("towards", ValueType.REAL));
    return List.of();
  }

  private List<Value> encode(Graph g) {
    var scope = evaluation(g);
    return switch (losses.latent(scope, images(g), g.tensor("times"))) {
      case Latent.Deterministic(var z) -> List.of(z.contiguous());
      case Latent.Gaussian(var mean, var logVariance) ->
          List.of(mean.contiguous(), logVariance.contiguous());
    };
  }

  private List<Value> heldOut(Graph g) {
    var scope = evaluation(g);
    var images = images(g);
    var t = g.tensor("times");
    var generator = Randomness.generator(g, g.argument("seed", ValueType.INT));
    return List.of(losses.heldOut(scope, images, t, generator));
  }

  private Scope evaluation(Graph g) {
    var parameters = g.tensors("parameters");
    var buffers = g.tensors("buffers");
    return Scope.root(
        g,
        declarations,
        i -> g.item(parameters, i),
        i -> g.item(buffers, i),
        spec.precision(),
        spec.layout(),
        false);
  }

  private static Value images(Graph g) {
    return g.tensor("pixels").sub(g.tensor("mean")).div(g.tensor("std"));
  }

  Scope training(Graph g, Leaves leaves, Value buffers) {
    return Scope.root(
        g, declarations, leaves, i -> g.item(buffers, i), spec.precision(), spec.layout(), true);
  }
}
