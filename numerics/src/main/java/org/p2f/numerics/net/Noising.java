package org.p2f.numerics.net;

import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Value;
import org.p2f.spec.diffusion.NoisePreserving;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.network.UNetOptions.Embedding;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Preconditioning;

/**
 * A diffusion inside a graph: how noisy images are at t, and what networks are told of t. Times are
 * floats [B] in [0, 1] throughout; functions of them are computed in float64.
 *
 * <p>Source: Song et al., arXiv:2011.13456, and the authors' released code.
 *
 * @param steps discrete times are the chain's: t = i/(N − 1) is its step i, and other times count
 *     as the nearest one where the chain has no formula of its own
 * @param preconditioning of score networks
 * @param dataStd σ_data, the standard deviation of preprocessed pixels, which EDM's goes by
 */
public record Noising(Sde sde, TimeSteps steps, Preconditioning preconditioning, double dataStd) {

  /** Smallest training time; at 0 the score has no bound. */
  public static final double SMALLEST_TIME = 1e-5;

  private static final double LAST_STEP = Sde.CHAIN_STEPS - 1.0;

  public Noising {
    if (steps == TimeSteps.DISCRETE && !sde.hasChain()) {
      throw new IllegalArgumentException("There is no chain of discrete steps of " + sde);
    }
    if (steps == TimeSteps.DISCRETE
        && sde instanceof VariancePreserving(double _, double last)
        && last >= Sde.CHAIN_STEPS) {
      throw new IllegalArgumentException(
          "The last step of a chain of %d adds noise of variance betaMax/%d, which %s is too large for"
              .formatted(Sde.CHAIN_STEPS, Sde.CHAIN_STEPS, last));
    }
    if (!preconditioning.isFor(sde)) {
      throw new IllegalArgumentException(
          "Preconditioning %s is for variance-%s diffusions, not %s"
              .formatted(
                  preconditioning,
                  preconditioning == Preconditioning.EDM ? "exploding" : "preserving",
                  sde));
    }
  }

  /** Without preconditioning, as published. */
  public Noising(Sde sde, TimeSteps steps) {
    this(sde, steps, Preconditioning.NONE, 1);
  }

  /** What the score network of an objective is trained on. */
  public static Noising of(Objective objective, Sde sde) {
    return new Noising(
        sde, objective.loss().timeSteps(), objective.loss().preconditioning(), objective.dataStd());
  }

  public static Noising continuous(Sde sde) {
    return new Noising(sde, TimeSteps.CONTINUOUS);
  }

  /**
   * Training times from numbers that are uniform on [0, 1): between {@link #SMALLEST_TIME} and 1,
   * or those of the chain, all equally probable.
   *
   * @return float64 [B]
   */
  public Value times(Value uniform) {
    var u = uniform.to(ElementType.FLOAT64);
    return switch (steps) {
      case CONTINUOUS -> u.mul(1 - SMALLEST_TIME).add(SMALLEST_TIME);
      case DISCRETE -> u.mul(Sde.CHAIN_STEPS).floor().mul(1 / LAST_STEP);
    };
  }

  /**
   * @param x0 floats [B, C, H, W]
   * @param noise standard normal, shaped as x0
   * @param exact the type of both
   * @return x_t, shaped as x0
   */
  public Value perturb(Value x0, Value t, Value noise, ElementType exact) {
    return faded(x0, t, exact).add(noise.mul(std(t, exact)));
  }

  /** The part of an image that is in x_t. */
  private Value faded(Value x0, Value t, ElementType exact) {
    return switch (sde) {
      case VarianceExploding _ -> x0;
      case NoisePreserving _ -> x0.mul(perImage(logMean(t).exp(), exact));
    };
  }

  /**
   * Tweedie's formula, E[x_0 | x_t] = (x_t + std²·s)/c with c the factor of x_0 in x_t (Robbins,
   * 1956; Efron, JASA 106, 2011). With a preconditioning it is the network's own D.
   *
   * @param noisy x_t, [B, C, H, W]
   * @param score of x_t, shaped as it
   * @param t each at least {@link #SMALLEST_TIME}
   * @param exact the type of both
   */
  public Value clean(Value noisy, Value t, Value score, ElementType exact) {
    var mean = noisy.add(score.mul(std(t, exact).square()));
    return switch (sde) {
      case VarianceExploding _ -> mean;
      case NoisePreserving _ -> mean.div(perImage(logMean(t).exp(), exact));
    };
  }

  /** Standard deviation of x_t given x_0, [B, 1, 1, 1]. */
  public Value std(Value t, ElementType type) {
    return perImage(std(t), type);
  }

  private Value std(Value t) {
    return switch (sde) {
      case VarianceExploding ve -> logSigma(ve, t).exp();
      case VariancePreserving _ -> logMean(t).mul(2).expm1().neg().sqrt();
      case SubVariancePreserving _ -> logMean(t).mul(2).expm1().neg();
    };
  }

  /**
   * g(t)²/std(t)²: what turns the plain weighting of score matching into that of the likelihood.
   *
   * @return [B]
   */
  public Value likelihoodWeight(Value t, ElementType type) {
    return squaredDiffusion(t).div(std(t).square()).to(type);
  }

  private Value squaredDiffusion(Value t) {
    return switch (sde) {
      case VarianceExploding ve ->
          logSigma(ve, t).mul(2).exp().mul(2 * Math.log(ve.sigmaMax() / ve.sigmaMin()));
      case VariancePreserving vp -> beta(t, vp.betaMin(), vp.betaMax());
      case SubVariancePreserving sub ->
          beta(t, sub.betaMin(), sub.betaMax()).mul(logMean(t).mul(4).expm1().neg());
    };
  }

  /**
   * The noise's variance relative to the data's in x_t, (std/(c·σ_data))² with c the factor of x_0:
   * the inverse of the signal-to-noise ratio.
   *
   * @return [B]
   * @throws IllegalStateException without a preconditioning
   */
  public Value relativeVariance(Value t, ElementType type) {
    if (preconditioning == Preconditioning.NONE) {
      throw new IllegalStateException("Weighting by σ_data goes with a preconditioning");
    }
    return relativeStd(t).mul(1 / dataStd).square().to(type);
  }

  /** Of images that are scaled back to the clean ones' size. */
  private Value relativeStd(Value t) {
    return switch (sde) {
      case VarianceExploding _ -> std(t);
      case NoisePreserving _ -> std(t).div(logMean(t).exp());
    };
  }

  /**
   * What a network sees of x_t.
   *
   * @param noisy x_t, [B, C, H, W]
   * @param exact its type
   */
  Value seen(Value noisy, Value t, ElementType exact) {
    return switch (preconditioning) {
      case NONE, DENOISED, VELOCITY -> noisy;
      case EDM -> noisy.to(exact).div(perImage(totalStd(t), exact));
    };
  }

  /** √(σ² + σ_data²), the standard deviation of x_t's pixels. */
  private Value totalStd(Value t) {
    return std(t).square().add(dataStd * dataStd).sqrt();
  }

  /**
   * The score (D − x_t)/σ² with EDM's D = c_skip·x_t + c_out·F (Karras et al., arXiv:2206.00364,
   * eq. 7 and Table 1), in a form that does not cancel: F·σ_data/(σ·√(σ² + σ_data²)) − x_t/(σ² +
   * σ_data²).
   */
  private Value edmScore(Value output, Value noisy, Value t, ElementType exact) {
    var total = totalStd(t);
    var share = std(t).mul(total);
    return output
        .mul(dataStd)
        .div(perImage(share, exact))
        .sub(noisy.div(perImage(total.square(), exact)));
  }

  /**
   * The score, from what a network gives: the one place where an output gets its meaning.
   *
   * @param output [B, C, H, W]
   * @param noisy x_t as it is, shaped as the output
   * @return of the type {@code exact}
   */
  Value score(Value output, Value noisy, Value t, ElementType exact) {
    var exactly = output.to(exact);
    return switch (preconditioning) {
      case NONE -> noiseScore(exactly, t, exact);
      case EDM -> edmScore(exactly, noisy.to(exact), t, exact);
      case DENOISED -> faded(exactly, t, exact).sub(noisy.to(exact)).div(std(t, exact).square());
      case VELOCITY -> velocityScore(exactly, noisy.to(exact), t, exact);
    };
  }

  /**
   * The output is divided by σ(t) for a variance-exploding diffusion (the published option {@code
   * scale_by_sigma}, which its small networks have on), else taken for the noise.
   */
  private Value noiseScore(Value output, Value t, ElementType exact) {
    return switch (sde) {
      case VarianceExploding _ -> output.div(std(t, exact));
      case NoisePreserving _ -> output.neg().div(std(t, exact));
    };
  }

  /**
   * −ε/σ with ε = σ·x_t + α·v (Salimans and Ho, arXiv:2202.00512, App. D), in a form that does not
   * cancel: −x_t − v·α/σ.
   */
  private Value velocityScore(Value output, Value noisy, Value t, ElementType exact) {
    return output.div(perImage(relativeStd(t), exact)).add(noisy).neg();
  }

  /**
   * The number in place of t whose features a score network sees: ln σ(t) or ln(999·t) for Fourier
   * features; for positions 999·(1 − t), as SMLD counts from the noisiest step, or 999·t.
   *
   * <p>Departure: ln(999·t) stops at t = {@link #SMALLEST_TIME}; at 0 it has no bound.
   *
   * @return float64 [B]
   */
  Value condition(Embedding embedding, Value t) {
    return switch (embedding) {
      case FOURIER ->
          switch (sde) {
            case VarianceExploding ve -> logSigma(ve, t);
            case NoisePreserving _ ->
                t.to(ElementType.FLOAT64).clampMin(SMALLEST_TIME).mul(LAST_STEP).log();
          };
      case POSITIONAL ->
          switch (sde) {
            case VarianceExploding _ -> t.to(ElementType.FLOAT64).neg().add(1).mul(LAST_STEP);
            case NoisePreserving _ -> t.to(ElementType.FLOAT64).mul(LAST_STEP);
          };
    };
  }

  /** ln σ(t), float64 [B]. */
  static Value logSigma(VarianceExploding ve, Value t) {
    return t.to(ElementType.FLOAT64)
        .mul(Math.log(ve.sigmaMax() / ve.sigmaMin()))
        .add(Math.log(ve.sigmaMin()));
  }

  /** The logarithm of the mean's coefficient, of a diffusion that has one. */
  private Value logMean(Value t) {
    return switch (sde) {
      case VarianceExploding ve -> throw new IllegalStateException("The mean stays under " + ve);
      case VariancePreserving vp when steps == TimeSteps.DISCRETE -> logMeanOfChain(t, vp);
      case NoisePreserving fades -> logMean(t, fades.betaMin(), fades.betaMax());
    };
  }

  /** −t²(β1 − β0)/4 − tβ0/2. */
  private static Value logMean(Value t, double betaMin, double betaMax) {
    var exactly = t.to(ElementType.FLOAT64);
    return exactly.mul(-(betaMax - betaMin) / 4).add(-betaMin / 2).mul(exactly);
  }

  /** ½ Σ ln(1 − β_j) over the steps up to t's: half the logarithm of DDPM's ᾱ. */
  private static Value logMeanOfChain(Value t, VariancePreserving vp) {
    var exactly = t.to(ElementType.FLOAT64);
    double first = vp.betaMin() / Sde.CHAIN_STEPS;
    double last = vp.betaMax() / Sde.CHAIN_STEPS;
    var table =
        t.graph()
            .range(Sde.CHAIN_STEPS)
            .like(exactly)
            .mul((last - first) / LAST_STEP)
            .add(first)
            .neg()
            .log1p()
            .cumsum(0)
            .mul(.5);
    return table.indexSelect(0, exactly.mul(LAST_STEP).round().to(ElementType.INT64));
  }

  private static Value beta(Value t, double betaMin, double betaMax) {
    return t.to(ElementType.FLOAT64).mul(betaMax - betaMin).add(betaMin);
  }

  private static Value perImage(Value perRow, ElementType type) {
    return perRow.to(type).reshape(-1, 1, 1, 1);
  }
}
