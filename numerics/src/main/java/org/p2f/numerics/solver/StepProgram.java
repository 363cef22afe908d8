package org.p2f.numerics.solver;

import java.util.List;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Randomness;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.Predictor;

/**
 * The methods of predictor–corrector sampling.
 *
 * @param known whether a part of the images is known
 * @param share who gets the same noise
 * @param state type of the images between steps
 */
record StepProgram(
    Score score,
    Predictor predictor,
    Corrector corrector,
    boolean known,
    NoiseShare share,
    ElementType state) {

  /** (score's arguments, images, spread, seed) → noise to start from. */
  static final String PRIOR = "prior";

  /**
   * (score's arguments, [rotation, mask, known images, levels before and after], images, t, the
   * corrector's scale, the predictor's three coefficients, seed) → [images, images before their
   * last noise].
   */
  static final String STEP = "samplingStep";

  /** (score's arguments, images, t, coefficients of images and score) → mean of clean images. */
  static final String DENOISE = "denoise";

  /** Where standard normal numbers come from. */
  interface Noise {
    Value like(Value x);

    interface Source {
      Noise in(Graph graph);
    }
  }

  /** From a generator started anew in every call; adds the argument {@code seed}. */
  private Noise fromSeed(Graph graph) {
    var generator = Randomness.generator(graph, graph.argument("seed", ValueType.INT));
    return switch (share) {
      case OWN -> x -> Randomness.normalLike(graph, x, generator).like(x);
      case COMMON ->
          x ->
              graph.op(
                  "torch.expand_as",
                  Randomness.normalLike(graph, x.slice(0, 0, 1), generator).like(x),
                  x);
    };
  }

  ProgramBuilder builder() {
    return builder(this::fromSeed);
  }

  ProgramBuilder builder(Noise.Source noise) {
    return new ProgramBuilder()
        .method(PRIOR, this::prior)
        .method(STEP, g -> step(g, noise))
        .method(DENOISE, this::denoise);
  }

  /** A float once for each image, float64 [B]. */
  static Value perImage(Value images, Value number) {
    var one = images.select(3, 0).select(2, 0).select(1, 0);
    return one.filled(number, ElementType.FLOAT64);
  }

  private List<Value> prior(Graph g) {
    var like = g.tensor("images");
    var spread = g.argument("spread", ValueType.REAL);
    return List.of(fromSeed(g).like(like).mul(spread).contiguous());
  }

  private List<Value> step(Graph g, Noise.Source source) {
    var scores = score.in(g);
    var part = known ? Known.InGraph.in(g) : null;
    var before = known ? Known.Level.in(g, "Before") : null;
    var after = known ? Known.Level.in(g, "After") : null;
    var x = g.tensor("images");
    var t = perImage(x, g.argument("t", ValueType.REAL));
    var scale = perImage(x, g.argument("scale", ValueType.REAL)).to(state).reshape(-1, 1, 1, 1);
    var onImage = g.argument("onImage", ValueType.REAL);
    var onScore = g.argument("onScore", ValueType.REAL);
    var onNoise = g.argument("onNoise", ValueType.REAL);
    var noise = source.in(g);

    for (int i = 0; i < corrector.steps(); i++) {
      var s = scores.at(x, t).to(state);
      var n = noise.like(x);
      var size = stepSize(scale, s, n);
      x = x.add(s.mul(size)).add(n.mul(size.mul(2).sqrt()));
      if (part != null && before != null) {
        x = part.into(x, before, noise.like(x));
      }
    }
    var mean = x;
    var next = x;
    if (predictor != Predictor.NONE) {
      mean = x.mul(onImage).add(scores.at(x, t).to(state).mul(onScore));
      next = mean.add(noise.like(x).mul(onNoise));
    }
    if (part != null && after != null) {
      next = part.into(next, after, noise.like(next));
      mean = part.intoMean(mean, after);
    }
    return List.of(next.contiguous(), mean.contiguous());
  }

  private List<Value> denoise(Graph g) {
    var scores = score.in(g);
    var x = g.tensor("images");
    var t = perImage(x, g.argument("t", ValueType.REAL));
    var onImage = g.argument("onImage", ValueType.REAL);
    var onScore = g.argument("onScore", ValueType.REAL);
    return List.of(x.mul(onImage).add(scores.at(x, t).to(state).mul(onScore)).contiguous());
  }

  /**
   * ε of a corrector's step.
   *
   * @param scale [B, 1, 1, 1]
   * @return shaped as scale
   */
  private Value stepSize(Value scale, Value score, Value noise) {
    if (!(corrector instanceof Corrector.Langevin)) {
      return scale;
    }
    return scale.mul(meanNorm(noise).div(meanNorm(score)).square());
  }

  private static Value meanNorm(Value images) {
    return images.square().sum(1, 2, 3).sqrt().mean();
  }
}
