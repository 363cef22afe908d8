package org.p2f.numerics.train;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.net.Latent;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Leaves;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Randomness;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;

/** A training step as one method of a program. */
final class TrainingGraph {

  static final String STEP = "trainStep";

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

  private final TrainingSpec spec;
  private final TrainingLosses losses;
  private final Declarations declarations = new Declarations();
  private final ProgramBuilder builder = new ProgramBuilder();

  private TrainingGraph(TrainingSpec spec) {
    this.spec = spec;
    this.losses = new TrainingLosses(spec);
  }

  /** The program of a training run, with the method {@link #STEP}. */
  static TrainingGraph of(TrainingSpec spec) {
    return of(spec, Draws::fromSeed);
  }

  static TrainingGraph of(TrainingSpec spec, Draws.Source draws) {
    var graph = new TrainingGraph(spec);
    graph
        .builder
        .method(STEP, g -> graph.step(g, draws))
        .method(ENCODE, graph::encode)
        .method(HELD_OUT, graph::heldOut);
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
    var throughCodes = encoded.code().mul(sums.removeLast()).sum().add(encoded.penalty());
    var all =
        new ArrayList<>(Training.gradients(g, throughCodes, leaves.all().subList(0, encoders)));
    all.addAll(sums);
    var whole = parts.stream().reduce(TrainingLosses.Terms::add).orElseThrow();
    return new Learned(whole.with(encoded.penalty()), all);
  }

  /**
   * Arguments: parameters, buffers, first and second moments, averages, number of earlier steps,
   * learning rate, the averages' step, the penalty's share, pixels in [0, 1], mean and standard
   * deviation [C, 1, 1], and what the draws ask for. Yields [loss, score loss, penalty,
   * reconstruction loss, gradient norm].
   */
  private List<Value> step(Graph g, Draws.Source source) {
    var parameters = g.tensors("parameters");
    var buffers = g.tensors("buffers");
    var moments = new Training.Moments(g.tensors("first"), g.tensors("second"));
    var averages = g.tensors("averages");
    var earlier = g.tensor("earlier");
    var learningRate = g.argument("learningRate", ValueType.REAL);
    var towards = g.argument("towards", ValueType.REAL);
    var penaltyShare = g.argument("penaltyShare", ValueType.REAL);
    var images = images(g);

    var leaves = new Leaves(g, parameters);
    var scope = training(g, leaves, buffers);
    var draws = source.in(g, spec, images).withPenaltyShare(penaltyShare);
    var learned = learned(scope, leaves, images, draws);
    var sums = learned.losses();
    var gradients = g.list(learned.gradients());
    var norm = Training.globalNorm(g, gradients);
    Training.clip(g, gradients, norm, spec.optimizer().clipNorm());
    Training.adam(
        g,
        parameters,
        gradients,
        moments,
        leaves.all().size(),
        earlier,
        learningRate,
        spec.optimizer().adam());
    Training.average(g, averages, parameters, towards);
    return List.of(
        g.stack(
            List.of(
                sums.total().detach(),
                sums.score().detach(),
                sums.penalty().detach(),
                sums.reconstruction().detach(),
                norm),
            0));
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
