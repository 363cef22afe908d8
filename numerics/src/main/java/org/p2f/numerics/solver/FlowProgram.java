package org.p2f.numerics.solver;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.ProgramBuilder;
import org.p2f.numerics.program.Randomness;
import org.p2f.numerics.program.Training;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.program.ValueType;

/**
 * The methods of the probability-flow ODE dx/dt = f·x − ½g²·s(x, t), all in float64 but the score.
 * With a divergence the state has a second part, ∫∇·(dx/dt) dt per image, estimated from one probe
 * v per image: ∇·(dx/dt) ≈ f·D − ½g²·vᵀ∇ₓ(vᵀs). Source: Song et al., arXiv:2011.13456, App. D.2;
 * the estimator is Hutchinson's.
 *
 * @param divergence whether it is followed
 */
record FlowProgram(Score score, boolean divergence) {

  /** (score's arguments, images, [probe], t, f, ½g²) → [slope, [divergence]]. */
  static final String SLOPE = "flowSlope";

  /**
   * (score's arguments, images, slope, [integral, divergence, probe], step, stages [7, 3] of (t, f,
   * ½g²), relative and absolute tolerance) → [images, slope, [integral, divergence], error], the
   * last a float64 scalar: the largest of all images', 1 where it is as large as allowed.
   */
  static final String STEP = "flowStep";

  /** (images, seed) → probe of independent signs. */
  static final String SIGNS = "signs";

  /** (images, seed) → standard normal probe. */
  static final String NORMAL = "normal";

  ProgramBuilder builder() {
    return new ProgramBuilder()
        .method(SLOPE, this::slope)
        .method(STEP, this::step)
        .method(SIGNS, g -> probe(g, true))
        .method(NORMAL, g -> probe(g, false));
  }

  private static List<Value> probe(Graph g, boolean signs) {
    var images = g.tensor("images");
    var generator = Randomness.generator(g, g.argument("seed", ValueType.INT));
    var probe =
        signs
            ? Randomness.signsLike(g, images, generator)
            : Randomness.normalLike(g, images, generator);
    return List.of(probe.to(ElementType.FLOAT64));
  }

  /** dx/dt and, if wanted, its divergence. */
  private record Slope(Value images, @Nullable Value divergence) {
    List<Value> values() {
      return divergence == null ? List.of(images) : List.of(images, divergence);
    }
  }

  private List<Value> slope(Graph g) {
    var scores = score.in(g);
    var x = g.tensor("images");
    var probe = divergence ? g.tensor("probe") : null;
    var t = StepProgram.perImage(x, g.argument("t", ValueType.REAL));
    var f = g.argument("drift", ValueType.REAL);
    var g2 = g.argument("halfSquare", ValueType.REAL);
    return slope(scores, x, probe, t, f, g2).values();
  }

  private static Slope slope(
      Score.InGraph scores, Value x, @Nullable Value probe, Value t, Value f, Value halfSquare) {
    if (probe == null) {
      var s = scores.at(x, t).to(ElementType.FLOAT64);
      return new Slope(x.mul(f).sub(s.mul(halfSquare)).contiguous(), null);
    }
    var graph = x.graph();
    var leaf = Training.leaf(graph, x);
    var s = scores.at(leaf, t).to(ElementType.FLOAT64);
    var gradient = Training.gradients(graph, s.mul(probe).sum(), List.of(leaf)).getFirst();
    var trace = gradient.mul(probe).sum(1, 2, 3);
    var values = graph.op("torch.ones_like", x).sum(1, 2, 3);
    return new Slope(
        x.mul(f).sub(s.detach().mul(halfSquare)).contiguous(),
        values.mul(f).sub(trace.mul(halfSquare)));
  }

  private List<Value> step(Graph g) {
    var scores = score.in(g);
    var x = g.tensor("images");
    var first = g.tensor("slope");
    var integral = divergence ? g.tensor("integral") : null;
    var firstDivergence = divergence ? g.tensor("divergence") : null;
    var probe = divergence ? g.tensor("probe") : null;
    var h = g.argument("step", ValueType.REAL);
    var stages = g.tensor("stages");
    var relative = g.argument("relative", ValueType.REAL);
    var absolute = g.argument("absolute", ValueType.REAL);

    var zeros = x.select(3, 0).select(2, 0).select(1, 0).mul(0);
    var slopes = new ArrayList<Value>(List.of(first));
    var divergences = new ArrayList<Value>();
    if (firstDivergence != null) {
      divergences.add(firstDivergence);
    }
    var next = x;
    for (int stage = 1; stage < DormandPrince.STAGES.size(); stage++) {
      next = x.add(weighted(slopes, DormandPrince.STAGES.get(stage)).mul(h));
      var at = stages.select(0, stage);
      var slope =
          slope(scores, next, probe, zeros.add(at.select(0, 0)), at.select(0, 1), at.select(0, 2));
      slopes.add(slope.images());
      if (slope.divergence() != null) {
        divergences.add(slope.divergence());
      }
    }
    var weights = DormandPrince.errorWeights();
    var allowed = larger(x, next).mul(relative).add(absolute);
    var error =
        largest(weighted(slopes, weights).mul(h).div(allowed).square().mean(1, 2, 3).sqrt());
    if (integral == null) {
      return List.of(next, slopes.getLast(), error);
    }
    var nextIntegral = integral.add(weighted(divergences, DormandPrince.STAGES.getLast()).mul(h));
    // ∫∇·(dx/dt) is a sum over the values of an image, and so is the error it may have.
    var values = g.op("torch.ones_like", x).sum(1, 2, 3);
    var allowedIntegral = larger(integral, nextIntegral).mul(relative).add(values.mul(absolute));
    var integralError = largest(weighted(divergences, weights).mul(h).div(allowedIntegral).abs());
    return List.of(
        next,
        slopes.getLast(),
        nextIntegral,
        divergences.getLast(),
        g.op("torch.maximum", error, integralError));
  }

  private static Value largest(Value values) {
    return values.graph().op("torch.amax", values);
  }

  private static Value larger(Value a, Value b) {
    return a.graph().op("torch.maximum", a.abs(), b.abs());
  }

  /** Σ wᵢ·slopeᵢ, terms without weight left out. */
  private static Value weighted(List<Value> slopes, List<Double> weights) {
    Value sum = null;
    for (int i = 0; i < weights.size(); i++) {
      if (weights.get(i) != 0) {
        var term = slopes.get(i).mul(weights.get(i));
        sum = sum == null ? term : sum.add(term);
      }
    }
    if (sum == null) {
      throw new IllegalStateException("No slope has weight");
    }
    return sum;
  }
}
