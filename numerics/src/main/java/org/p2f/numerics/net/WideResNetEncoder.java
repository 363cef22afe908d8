package org.p2f.numerics.net;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.spec.diffusion.NoisePreserving;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.CodeReadout;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.UNetOptions.Embedding;

/**
 * The encoder E(x, t) as a graph. It is told ln σ(t) of a variance-exploding diffusion.
 *
 * <p>Departure: the published code has encoders for no other diffusion. Here, with the others, they
 * are told the published ln σ(t) = ln .01 + t·ln 5000, which is only a scale for t: their own
 * logarithm of noise over signal has no bound at t = 0, where images are encoded too.
 *
 * @param sde that the score network is trained on
 */
public record WideResNetEncoder(EncoderSpec spec, Sde sde) {

  static final int FREQUENCIES = 16;
  static final int EMBEDDING = 64;
  static final int STEM = 16;

  /** Weight of the batch in the last normalisation's running statistics, as published. */
  private static final double LAST_MOMENTUM = .9;

  static final double LARGEST_LOG_VARIANCE = 20;

  /** The time a static encoder is told: the one a single published encoding is taken at. */
  private static final double FIXED_TIME = .5;

  /** A block with the name of its scope. */
  record Named(String stage, int index, WideBlock block) {
    Scope of(Scope encoder) {
      return encoder.in(stage).in(index);
    }
  }

  /**
   * @param scope the encoder's own
   * @param x preprocessed images, float32 [B, C, H, W]
   * @param t floats [B], each in [0, 1]
   */
  public Latent encode(Scope scope, Value x, Value t) {
    var time = activatedTime(scope, t);
    var h = stem().apply(scope.in("conv1"), Images.asComputed(scope, x));
    for (var named : blocks()) {
      h = named.block().apply(named.of(scope), h, time);
    }
    return latent(scope, lastNorm().apply(scope.in("bn1"), h).relu());
  }

  Convolution stem() {
    return Convolution.of3x3(spec.channels(), STEM);
  }

  BatchNorm lastNorm() {
    return new BatchNorm(spec.lastWidth(), LAST_MOMENTUM);
  }

  /** SiLU of the time embedding, float32 [B, 64]. */
  Value activatedTime(Scope scope, Value t) {
    return new TimeEmbedding(Embedding.FOURIER, FREQUENCIES, EMBEDDING, spec.fourierScale())
        .apply(scope.in("time_embedding").in("all_modules"), Noising.logSigma(timeScale(), told(t)))
        .silu();
  }

  private Value told(Value t) {
    return switch (spec.time()) {
      case GIVEN -> t;
      case FIXED -> t.mul(0).add(FIXED_TIME);
    };
  }

  private VarianceExploding timeScale() {
    return switch (sde) {
      case VarianceExploding ve -> ve;
      case NoisePreserving _ -> VarianceExploding.published();
    };
  }

  /**
   * @param h activated output of the last stage
   */
  Latent latent(Scope scope, Value h) {
    var summary = summary(h.to(scope.precision().exact()));
    int d = spec.latentSize();
    return switch (spec.latent()) {
      case DETERMINISTIC ->
          new Latent.Deterministic(
              spec.readout() instanceof CodeReadout.Pooled
                  ? summary
                  : new Linear(summarySize(), d).apply(scope.in("projection"), summary));
      case GAUSSIAN -> {
        var both = new Linear(summarySize(), 2 * d).apply(scope.in("linear_latent"), summary);
        yield new Latent.Gaussian(both.slice(1, 0, d), bounded(both.slice(1, d, 2L * d)));
      }
    };
  }

  /**
   * Departure: log variances are clamped to ±{@link #LARGEST_LOG_VARIANCE}, far beyond any that
   * training with a penalty on the code reaches. Without one they grow until exp overflows.
   */
  private static Value bounded(Value logVariance) {
    return logVariance.clamp(-LARGEST_LOG_VARIANCE, LARGEST_LOG_VARIANCE);
  }

  /** What the code is read from, [B, summarySize]. */
  private Value summary(Value h) {
    return switch (spec.readout()) {
      case CodeReadout.Pooled _, CodeReadout.Projected _ -> h.mean(2, 3);
      case CodeReadout.Spatial(int _, int side, int grid) -> {
        long cell = side / grid;
        yield h.contiguous()
            .reshape(-1, spec.lastWidth(), grid, cell, grid, cell)
            .mean(3, 5)
            .reshape(-1, summarySize());
      }
    };
  }

  private int summarySize() {
    return switch (spec.readout()) {
      case CodeReadout.Pooled _, CodeReadout.Projected _ -> spec.lastWidth();
      case CodeReadout.Spatial(int _, int _, int grid) -> spec.lastWidth() * grid * grid;
    };
  }

  /** All blocks in order of execution. */
  List<Named> blocks() {
    var blocks = new ArrayList<Named>();
    int in = STEM;
    for (int stage = 0; stage < 3; stage++) {
      int out = spec.stageWidths().get(stage);
      for (int i = 0; i < spec.blocksPerStage(); i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        blocks.add(
            new Named(
                "layer" + (stage + 1),
                i,
                new WideBlock(in, out, stride, EMBEDDING, spec.conditioning())));
        in = out;
      }
    }
    return blocks;
  }
}
