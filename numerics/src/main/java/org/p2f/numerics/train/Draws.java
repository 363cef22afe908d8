package org.p2f.numerics.train;

import org.jspecify.annotations.Nullable;
import org.p2f.numerics.net.Dropout;
import org.p2f.numerics.net.Latent;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Randomness;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;
import org.p2f.spec.network.LatentKind;

/**
 * The random numbers of a training step.
 *
 * @param uniform [B], on [0, 1): decides the times
 * @param noise standard normal, shaped as the images
 * @param codeNoise standard normal [B, d]; null for a deterministic code
 * @param dropout of the score network and the decoder
 * @param mixture null where images are not mixed
 * @param told 1 where the score network is told an image's code, 0 where it is told zeros, floats
 *     [B]; null where it is told all codes
 * @param penaltyShare share of the penalty on the code that counts in this step, a float; null for
 *     all of it
 */
record Draws(
    Value uniform,
    Value noise,
    @Nullable Value codeNoise,
    Dropout dropout,
    @Nullable Mixture mixture,
    @Nullable Value told,
    @Nullable Value penaltyShare) {

  /** Those of a step in which all codes are told and the whole penalty counts. */
  Draws(
      Value uniform,
      Value noise,
      @Nullable Value codeNoise,
      Dropout dropout,
      @Nullable Mixture mixture) {
    this(uniform, noise, codeNoise, dropout, mixture, null, null);
  }

  /**
   * How images are mixed. Source: Zhang et al., arXiv:1710.09412, with Beta(1, 1).
   *
   * @param share λ of the image itself, [B], on [0, 1)
   * @param other the image it is mixed with, int64 [B], a permutation
   */
  record Mixture(Value share, Value other) {

    static Mixture drawn(Graph graph, int images, Value generator) {
      long[] shape = {images};
      return new Mixture(
          Randomness.uniform(graph, shape, generator),
          Randomness.uniform(graph, shape, generator).argsort());
    }

    /** Of some images, whose others may be any. */
    Mixture part(long from, long to) {
      return new Mixture(share.slice(0, from, to), other.slice(0, from, to));
    }

    /** Its mean over images is 1. */
    Value weight() {
      return share.mul(2);
    }
  }

  /** Where a step's random numbers come from. */
  interface Source {
    Draws in(Graph graph, TrainingSpec spec, Value images);
  }

  /**
   * From a generator in the program, started anew in every step; adds the argument {@code seed}.
   */
  static Draws fromSeed(Graph graph, TrainingSpec spec, Value images) {
    var generator = Randomness.generator(graph, graph.argument("seed", ValueType.INT));
    var uniform = uniform(graph, spec, generator);
    var noise = Randomness.normalLike(graph, images, generator);
    var codeNoise =
        spec.encoder().latent() == LatentKind.GAUSSIAN
            ? Randomness.normal(
                graph, new long[] {spec.batchSize(), spec.encoder().latentSize()}, generator)
            : null;
    var mixture =
        spec.objective().loss().mixup() ? Mixture.drawn(graph, spec.batchSize(), generator) : null;
    return new Draws(
        uniform,
        noise,
        codeNoise,
        Dropout.random(graph, spec.scoreNetwork().dropout(), generator),
        mixture,
        told(graph, spec, generator),
        null);
  }

  private static @Nullable Value told(Graph graph, TrainingSpec spec, Value generator) {
    var loss = spec.objective().loss();
    if (!loss.learnsWithoutCode()) {
      return null;
    }
    var drawn = Randomness.uniform(graph, new long[] {spec.batchSize()}, generator);
    return graph.op("torch.ge", drawn, Operand.of(loss.codeDropout())).like(drawn);
  }

  private static Value uniform(Graph graph, TrainingSpec spec, Value generator) {
    var drawn = Randomness.uniform(graph, new long[] {spec.batchSize()}, generator);
    return switch (spec.objective().loss().timeDraws()) {
      case INDEPENDENT -> drawn;
      case STRATIFIED ->
          strata(graph, spec, generator)
              .to(ElementType.FLOAT64) // in float32 the last part could be rounded up to 1
              .add(drawn)
              .mul(1. / spec.batchSize());
    };
  }

  /**
   * The part of [0, 1) that each image's time lies in. Neighbours of neighbouring parts would know
   * each other by their times, of which a contrast must not hear.
   */
  private static Value strata(Graph graph, TrainingSpec spec, Value generator) {
    return spec.contrast().counts()
        ? Randomness.uniform(graph, new long[] {spec.batchSize()}, generator).argsort()
        : graph.range(spec.batchSize());
  }

  Draws withPenaltyShare(Value share) {
    return new Draws(uniform, noise, codeNoise, dropout, mixture, told, share);
  }

  /**
   * @param penalty a scalar
   */
  Value weightedPenalty(Value penalty) {
    return penaltyShare == null ? penalty : penalty.graph().op("torch.mul", penalty, penaltyShare);
  }

  /**
   * @param images [B, C, H, W]
   */
  Value seenByEncoder(Value images) {
    if (mixture == null) {
      return images;
    }
    var others = images.indexSelect(0, mixture.other());
    return others.add(images.sub(others).mul(mixture.share().reshape(-1, 1, 1, 1)));
  }

  /**
   * @param losses score losses per image, [B]
   */
  Value weighted(Value losses) {
    return mixture == null ? losses : losses.mul(mixture.weight());
  }

  /** Those of some images: the score network's, which has no need of the others. */
  Draws part(long from, long to) {
    return new Draws(
        uniform.slice(0, from, to),
        noise.slice(0, from, to),
        codeNoise,
        dropout,
        mixture == null ? null : mixture.part(from, to),
        told == null ? null : told.slice(0, from, to),
        penaltyShare);
  }

  /**
   * What the score network is told of codes, zeros where it is told none.
   *
   * @param code [B, d]
   */
  Value told(Value code) {
    return told == null ? code : code.mul(told.reshape(-1, 1));
  }

  /** The code, a sample where it is a distribution. */
  Value code(Latent latent) {
    return switch (latent) {
      case Latent.Deterministic(var z) -> z;
      case Latent.Gaussian gaussian -> {
        if (codeNoise == null) {
          throw new IllegalStateException("A Gaussian code needs noise");
        }
        yield gaussian.sample(codeNoise);
      }
    };
  }
}
