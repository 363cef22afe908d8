package org.p2f.numerics.train;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.loss.ScoreMatching;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.net.ImageDecoder;
import org.p2f.numerics.net.Latent;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.net.ScoreNetwork;
import org.p2f.numerics.net.WideResNetEncoder;
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
   * (parameters, buffers, pixels, mean, std, times [B], seed) → the score loss and the rate of each
   * image, float32 [2, B], in evaluation mode.
   */
  static final String EVALUATE = "evaluate";

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
    graph
        .builder
        .method(STEP, g -> graph.step(g, draws))
        .method(ENCODE, graph::encode)
        .method(EVALUATE, graph::evaluate);
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

  /**
   * The means over a batch, weighted, float32 scalars; those that the objective lacks are 0.
   *
   * @param total their sum
   */
  record Losses(Value total, Value score, Value penalty, Value reconstruction) {}

  /**
   * What is learnt from codes: means over images, weighted, float32 scalars.
   *
   * @param total of those that the objective has
   * @param score 0 where it has none
   * @param reconstruction likewise
   */
  private record Terms(Value total, Value score, Value reconstruction) {

    Losses with(Value penalty) {
      return new Losses(total.add(penalty), score, penalty, reconstruction);
    }

    /** Their shares in a batch of so many parts. */
    Terms dividedBy(int parts) {
      double share = 1. / parts;
      return new Terms(total.mul(share), score.mul(share), reconstruction.mul(share));
    }

    Terms detached() {
      return new Terms(total.detach(), score.detach(), reconstruction.detach());
    }

    Terms add(Terms other) {
      return new Terms(
          total.add(other.total), score.add(other.score), reconstruction.add(other.reconstruction));
    }
  }

  /**
   * What the encoder does of a step.
   *
   * @param t times [B]
   * @param code [B, d]
   * @param penalty its mean, a float32 scalar
   */
  record Encoded(Value t, Value code, Value penalty) {}

  /** In training mode; moves the batch normalisations' running statistics. */
  private Encoded encoded(Scope scope, Value images, Draws draws) {
    var t = noising().times(draws.uniform());
    var latent = latent(scope, draws.seenByEncoder(images), t);
    return new Encoded(
        t, draws.code(latent), draws.weightedPenalty(spec.objective().penaltyOf(latent).mean()));
  }

  private Terms terms(Scope scope, Value images, Value t, Value code, Draws draws) {
    var objective = spec.objective();
    var none = scope.graph().op("torch.zeros_like", code.detach().mean());
    if (!objective.reconstructs()) {
      var score = scoreTerm(scope, images, t, code, draws);
      return new Terms(score, score, none);
    }
    if (!objective.scoreTerm()) {
      var reconstruction = reconstructionTerm(scope, images, t, code, draws);
      return new Terms(reconstruction, none, reconstruction);
    }
    var score = scoreTerm(scope, images, t, code, draws);
    var reconstruction = reconstructionTerm(scope, images, t, code, draws);
    return new Terms(score.add(reconstruction), score, reconstruction);
  }

  private Value scoreTerm(Scope scope, Value images, Value t, Value code, Draws draws) {
    var losses = scoreLoss(scope, images, t, code, draws.noise(), draws.dropout());
    return draws.weighted(losses).mean();
  }

  /** Per image, [B]. */
  private Value scoreLoss(
      Scope scope, Value images, Value t, Value code, Value noise, Dropout dropout) {
    var matching =
        new ScoreMatching(
            noising(),
            spec.objective().weighting(),
            spec.objective().reduction(),
            spec.precision().exact());
    var score =
        ScoreNetwork.of(spec.scoreNetwork(), spec.encoder().latentSize(), noising())
            .score(scope, matching.perturb(images, t, noise), t, code, dropout);
    return matching.loss(score, t, noise);
  }

  private Value reconstructionTerm(Scope scope, Value images, Value t, Value code, Draws draws) {
    var decoded =
        ImageDecoder.of(spec.scoreNetwork(), spec.encoder().latentSize(), noising())
            .decode(scope, t, code, draws.dropout());
    return spec.objective().reconstructionOf(decoded, images).mean();
  }

  private Noising noising() {
    return spec.objective().noising(spec.sde());
  }

  /** Losses in training mode; moves the batch normalisations' running statistics. */
  Losses losses(Scope scope, Value images, Draws draws) {
    var encoded = encoded(scope, images, draws);
    return terms(scope, images, encoded.t(), encoded.code(), draws).with(encoded.penalty());
  }

  /** What a step learns from its batch: gradients are of all parameters, in their order. */
  record Learned(Losses losses, List<Value> gradients) {}

  Learned learned(Scope scope, Leaves leaves, Value images, Draws draws) {
    if (spec.batchParts() > 1) {
      return learnedInParts(scope, leaves, images, draws);
    }
    var losses = losses(scope, images, draws);
    return new Learned(losses, Training.gradients(scope.graph(), losses.total(), leaves.all()));
  }

  /**
   * The same mathematics, with the score network's activations of one part of the batch at a time.
   * The encoder sees the whole batch, whose statistics normalise it: its gradient follows, by the
   * chain rule, from that of the codes, which is summed over the parts.
   */
  private Learned learnedInParts(Scope scope, Leaves leaves, Value images, Draws draws) {
    var g = scope.graph();
    var encoded = encoded(scope, images, draws);
    int encoders = leaves.all().size();
    var codes = Training.leaf(g, encoded.code());
    int size = spec.batchSize() / spec.batchParts();
    var sums = new ArrayList<Value>();
    var parts = new ArrayList<Terms>();
    for (int from = 0; from < spec.batchSize(); from += size) {
      int to = from + size;
      var terms =
          terms(
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
    var whole = parts.stream().reduce(Terms::add).orElseThrow();
    return new Learned(whole.with(encoded.penalty()), all);
  }

  /**
   * Arguments: parameters, buffers, first and second moments, averages, number of earlier steps,
   * learning rate, the averages' step, the penalty's share, pixels in [0, 1], mean and standard
   * deviation [C, 1, 1], and what the draws ask for. Yields [loss, score loss, penalty, reconstruction loss, gradient norm].
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
    var losses = learned.losses();
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
                losses.total().detach(),
                losses.score().detach(),
                losses.penalty().detach(),
                losses.reconstruction().detach(),
                norm),
            0));
  }

  private List<Value> encode(Graph g) {
    var scope = evaluation(g);
    return switch (latent(scope, images(g), g.tensor("times"))) {
      case Latent.Deterministic(var z) -> List.of(z.contiguous());
      case Latent.Gaussian(var mean, var logVariance) ->
          List.of(mean.contiguous(), logVariance.contiguous());
    };
  }

  private List<Value> evaluate(Graph g) {
    var scope = evaluation(g);
    var images = images(g);
    var t = g.tensor("times");
    var generator = Randomness.generator(g, g.argument("seed", ValueType.INT));
    var latent = latent(scope, images, t);
    var rate = spec.objective().rateOf(latent);
    if (!spec.objective().scoreTerm()) {
      return List.of(g.stack(List.of(rate.mul(0), rate), 0));
    }
    var noise = Randomness.normalLike(g, images, generator);
    var code =
        switch (latent) {
          case Latent.Deterministic(var z) -> z;
          case Latent.Gaussian gaussian ->
              gaussian.sample(Randomness.normalLike(g, gaussian.mean(), generator));
        };
    var loss = scoreLoss(scope, images, t, code, noise, Dropout.none());
    return List.of(g.stack(List.of(loss, rate), 0));
  }

  private Latent latent(Scope scope, Value images, Value t) {
    return new WideResNetEncoder(spec.encoder(), spec.sde())
        .encode(scope.in("encoder"), images, t);
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
