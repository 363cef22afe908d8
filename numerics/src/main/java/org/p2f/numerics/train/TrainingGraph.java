package org.p2f.numerics.train;

import java.util.List;
import org.p2f.numerics.loss.ScoreMatching;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.net.ScoreNetwork;
import org.p2f.numerics.net.WideResNetEncoder;
import org.p2f.numerics.program.Declarations;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Leaves;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;

/** A training step as one method of a program. */
final class TrainingGraph {

  static final String STEP = "trainStep";

  private final TrainingSpec spec;
  private final Declarations declarations = new Declarations();
  private final ProgramBuilder builder = new ProgramBuilder();

  private TrainingGraph(TrainingSpec spec) {
    this.spec = spec;
  }

  /** The program of a training run, with the method {@link #STEP}. */
  static TrainingGraph of(TrainingSpec spec) {
    return of(spec, Draws::fromSeed);
  }

  static TrainingGraph of(TrainingSpec spec, Draws.Source draws) {
    var graph = new TrainingGraph(spec);
    graph.builder.method(STEP, g -> graph.step(g, draws));
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

  /** The means over a batch, float32 scalars. */
  record Losses(Value total, Value score, Value penalty) {}

  /** Losses in training mode; moves the batch normalisations' running statistics. */
  Losses losses(Scope scope, Value images, Draws draws) {
    var noising = new Noising(spec.sde(), spec.objective().timeSteps());
    var t = noising.times(draws.uniform());
    var matching =
        new ScoreMatching(
            noising,
            spec.objective().likelihoodWeighting(),
            spec.objective().reduction(),
            spec.precision().exact());
    var latent =
        new WideResNetEncoder(spec.encoder(), spec.sde()).encode(scope.in("encoder"), images, t);
    var score =
        ScoreNetwork.of(spec.scoreNetwork(), spec.encoder().latentSize(), noising)
            .score(
                scope,
                matching.perturb(images, t, draws.noise()),
                t,
                draws.code(latent),
                draws.dropout());
    var scoreLoss = matching.loss(score, t, draws.noise()).mean();
    var penalty = spec.objective().penaltyOf(latent).mean();
    return new Losses(scoreLoss.add(penalty), scoreLoss, penalty);
  }

  /**
   * Arguments: parameters, buffers, first and second moments, averages, number of earlier steps,
   * learning rate, the averages' step, pixels in [0, 1], mean and standard deviation [C, 1, 1], and
   * what the draws ask for. Yields [loss, score loss, penalty, gradient norm].
   */
  private List<Value> step(Graph g, Draws.Source source) {
    var parameters = g.tensors("parameters");
    var buffers = g.tensors("buffers");
    var moments = new Training.Moments(g.tensors("first"), g.tensors("second"));
    var averages = g.tensors("averages");
    var earlier = g.tensor("earlier");
    var learningRate = g.argument("learningRate", ValueType.REAL);
    var towards = g.argument("towards", ValueType.REAL);
    var images = g.tensor("pixels").sub(g.tensor("mean")).div(g.tensor("std"));

    var leaves = new Leaves(g, parameters);
    var scope = training(g, leaves, buffers);
    var losses = losses(scope, images, source.in(g, spec, images));
    var gradients = g.list(Training.gradients(g, losses.total(), leaves.all()));
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
                losses.total().detach(), losses.score().detach(), losses.penalty().detach(), norm),
            0));
  }

  Scope training(Graph g, Leaves leaves, Value buffers) {
    return Scope.root(
        g, declarations, leaves, i -> g.item(buffers, i), spec.precision(), spec.layout(), true);
  }
}
