package org.p2f.numerics.train;

import java.util.List;
import org.p2f.numerics.loss.NtXent;
import org.p2f.numerics.loss.ObjectiveTerms;
import org.p2f.numerics.loss.ScoreMatching;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.net.ImageDecoder;
import org.p2f.numerics.net.Latent;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.net.ProjectionHead;
import org.p2f.numerics.net.ScoreNetwork;
import org.p2f.numerics.net.WideResNetEncoder;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Randomness;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/** What training minimises, as graphs. */
record TrainingLosses(TrainingSpec spec) {

  /** Begins the names of what the contrast alone learns. */
  static final String CONTRAST = "contrast";

  /** Numbers that {@link #heldOut} gives for each image. */
  static final int HELD_OUT = 3;

  /**
   * The means over a batch, weighted, float32 scalars; those that the objective lacks are 0.
   *
   * @param total their sum
   */
  record Sums(Value total, Value score, Value penalty, Value reconstruction, Value contrast) {

    /** As numbers, [5]. */
    Value stacked(Graph g) {
      return g.stack(
          List.of(
              total.detach(),
              score.detach(),
              penalty.detach(),
              reconstruction.detach(),
              contrast.detach()),
          0);
    }
  }

  /**
   * What is learnt from codes: means over images, weighted, float32 scalars.
   *
   * @param total of those that the objective has
   * @param score 0 where it has none
   * @param reconstruction likewise
   */
  record Terms(Value total, Value score, Value reconstruction) {

    /** With what the encoder's codes cost. */
    Sums with(Encoded encoded) {
      return new Sums(
          total.add(encoded.cost()), score, encoded.penalty(), reconstruction, encoded.contrast());
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
   * @param contrast of views, weighted, a float32 scalar; 0 without one
   */
  record Encoded(Value t, Value code, Value penalty, Value contrast) {

    /** All that is minimised of the codes themselves, a float32 scalar. */
    Value cost() {
      return penalty.add(contrast);
    }
  }

  /** In training mode; moves the batch normalisations' running statistics. */
  Encoded encoded(Scope scope, Value images, Draws draws) {
    var t = noising().times(draws.uniform());
    var latent = latent(scope, draws.seenByEncoder(images), t);
    var code = draws.code(latent);
    return new Encoded(
        t,
        code,
        draws.weightedPenalty(new ObjectiveTerms(spec.objective()).penaltyOf(latent).mean()),
        contrast(scope, code));
  }

  private Value contrast(Scope scope, Value codes) {
    var contrast = spec.contrast();
    if (!contrast.counts()) {
      return none(scope, codes);
    }
    var projected =
        new ProjectionHead(spec.encoder().latentSize(), contrast.projection())
            .project(scope.in(CONTRAST), codes);
    return NtXent.of(contrast).of(projected, spec.batchSize()).mul(contrast.weight());
  }

  /** What a term is that the objective lacks: 0, a float32 scalar. */
  private static Value none(Scope scope, Value code) {
    return scope.graph().op("torch.zeros_like", code.detach().mean());
  }

  Terms terms(Scope scope, Value images, Value t, Value code, Draws draws) {
    var objective = spec.objective();
    var none = none(scope, code);
    if (!objective.loss().reconstructs()) {
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
    var perImage = scoreLoss(scope, images, t, draws.told(code), draws.noise(), draws.dropout());
    return draws.weighted(perImage).mean();
  }

  /** Per image, [B]. */
  private Value scoreLoss(
      Scope scope, Value images, Value t, Value code, Value noise, Dropout dropout) {
    var matching =
        new ScoreMatching(
            noising(),
            spec.objective().loss().weighting(),
            spec.objective().loss().reduction(),
            spec.precision().exact());
    var score =
        ScoreNetwork.of(spec.scoreNetwork(), spec.encoder().latentSize(), noising())
            .score(scope, matching.perturb(images, t, noise), t, code, dropout);
    return matching.loss(score, t, noise);
  }

  private Value reconstructionTerm(Scope scope, Value images, Value t, Value code, Draws draws) {
    return reconstructionLoss(scope, images, t, code, draws.dropout()).mean();
  }

  /** Per image, [B]. */
  private Value reconstructionLoss(
      Scope scope, Value images, Value t, Value code, Dropout dropout) {
    var decoded =
        ImageDecoder.of(spec.scoreNetwork(), spec.encoder().latentSize(), noising())
            .decode(scope, t, code, dropout);
    return new ObjectiveTerms(spec.objective()).reconstructionOf(decoded, images);
  }

  private Noising noising() {
    return Noising.of(spec.objective(), spec.sde());
  }

  /** Losses in training mode; moves the batch normalisations' running statistics. */
  Sums of(Scope scope, Value images, Draws draws) {
    var encoded = encoded(scope, images, draws);
    return terms(scope, images, encoded.t(), encoded.code(), draws).with(encoded);
  }

  /**
   * Score loss, reconstruction loss and rate of each image: the first two weighted as in training,
   * 0 where the objective lacks them. The score network is told each image's code, or zeros where
   * it has learnt without codes alone.
   *
   * @param scope in evaluation mode
   * @param t floats [B]
   * @param generator draws the noise and, of codes that are distributions, samples
   * @return float32 [3, B]
   */
  Value heldOut(Scope scope, Value images, Value t, Value generator) {
    var g = scope.graph();
    var objective = spec.objective();
    var noise = Randomness.normalLike(g, images, generator);
    var latent = latent(scope, images, t);
    var code =
        switch (latent) {
          case Latent.Deterministic(var z) -> z;
          case Latent.Gaussian gaussian ->
              gaussian.sample(Randomness.normalLike(g, gaussian.mean(), generator));
        };
    var rate = new ObjectiveTerms(objective).rateOf(latent);
    var none = rate.mul(0);
    var told = objective.loss().learnsWithCode() ? code : code.mul(0);
    var score =
        objective.scoreTerm() ? scoreLoss(scope, images, t, told, noise, Dropout.none()) : none;
    var reconstruction =
        objective.loss().reconstructs()
            ? reconstructionLoss(scope, images, t, code, Dropout.none())
            : none;
    return g.stack(List.of(score, reconstruction, rate), 0);
  }

  /** Codes of images, [B, d]. */
  Latent latent(Scope scope, Value images, Value t) {
    return new WideResNetEncoder(spec.encoder(), spec.sde()).encode(scope.in("encoder"), images, t);
  }
}
