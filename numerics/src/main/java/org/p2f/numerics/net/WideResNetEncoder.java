package org.p2f.numerics.net;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.sde.VarianceExploding;

/**
 * The encoder E(x, t) as a graph.
 *
 * @param sde its noise level σ(t) is what the encoder is told about t
 */
public record WideResNetEncoder(EncoderSpec spec, VarianceExploding sde) {

  static final int FREQUENCIES = 16;
  static final int EMBEDDING = 64;
  static final int STEM = 16;

  /** Weight of the batch in the last normalisation's running statistics, as published. */
  private static final double LAST_MOMENTUM = .9;

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
    return new BatchNorm(spec.latentSize(), LAST_MOMENTUM);
  }

  /** SiLU of the time embedding, float32 [B, 64]. */
  Value activatedTime(Scope scope, Value t) {
    return new TimeEmbedding(FREQUENCIES, EMBEDDING, sde)
        .apply(scope.in("time_embedding").in("all_modules"), t)
        .silu();
  }

  /**
   * @param h activated output of the last stage
   */
  Latent latent(Scope scope, Value h) {
    var pooled = h.to(scope.precision().exact()).mean(2, 3);
    return switch (spec.latent()) {
      case DETERMINISTIC -> new Latent.Deterministic(pooled);
      case GAUSSIAN -> {
        int d = spec.latentSize();
        var both = new Linear(d, 2 * d).apply(scope.in("linear_latent"), pooled);
        yield new Latent.Gaussian(both.slice(1, 0, d), both.slice(1, d, 2L * d));
      }
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
        blocks.add(new Named("layer" + (stage + 1), i, new WideBlock(in, out, stride, EMBEDDING)));
        in = out;
      }
    }
    return blocks;
  }
}
