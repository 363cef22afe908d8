package org.p2f.numerics.net;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.sde.VarianceExploding;

/**
 * The score network s(x_t, t, z) as a graph: a U-net whose blocks hear of time and code, with the
 * input fed in again at each level and the code as a map at the bottom.
 *
 * @param latentSize length of the code z
 */
public record NcsnPlusPlus(ScoreNetworkSpec spec, int latentSize, VarianceExploding sde) {

  /**
   * @param scope the model's own
   * @param noisy x_t, float32 [B, C, H, W]
   * @param t floats [B], each in [0, 1]
   * @param z codes, float32 [B, latentSize]
   * @return float32 [B, C, H, W], contiguous in no particular order
   */
  public Value score(Scope scope, Value noisy, Value t, Value z, Dropout dropout) {
    var condition = condition(scope, t, z);
    var body = new Body(scope.in("all_modules"), condition.silu(), dropout);
    var x = Images.asComputed(scope, noisy);
    var h = body.up(body.bottom(body.down(x), codeMap(scope, condition)));
    var exact = scope.precision().exact();
    return h.to(exact).div(NoiseLevel.sigma(sde, t, exact));
  }

  private int embedding() {
    return 4 * spec.features();
  }

  /** Time and code side by side, [B, 8·features]. */
  private Value condition(Scope scope, Value t, Value z) {
    var time =
        new TimeEmbedding(spec.features(), embedding(), sde).apply(scope.in("all_modules"), t);
    var code = new Linear(latentSize, embedding()).apply(scope.in("latent_to_temb"), z);
    return scope.graph().cat(List.of(time, code), 1);
  }

  /** The condition as an image of the lowest resolution. */
  private Value codeMap(Scope scope, Value condition) {
    int size = spec.resolution(spec.levels() - 1);
    int channels = 2 * spec.features();
    int hidden = channels * size;
    var h = new Linear(2 * embedding(), hidden).apply(scope.in("z_dec_1"), condition).silu();
    h = new Linear(hidden, hidden).apply(scope.in("z_dec_2"), h).silu();
    h = new Linear(hidden, hidden * size).apply(scope.in("z_dec_3"), h).silu();
    return Images.asComputed(scope, h.reshape(-1, channels, size, size));
  }

  /** What the way down keeps for the way up. */
  private record Skip(Value value, int width) {}

  /** The numbered modules, taken in order of execution. */
  private final class Body {
    private final Scope modules;
    private final Value condition;
    private final Dropout dropout;
    private final Deque<Skip> skips = new ArrayDeque<>();

    /** The time embedding comes first. */
    private int next = 3;

    /** Channels of what was computed last. */
    private int width;

    Body(Scope modules, Value condition, Dropout dropout) {
      this.modules = modules;
      this.condition = condition;
      this.dropout = dropout;
    }

    Value down(Value x) {
      width = spec.features();
      var h = keep(Convolution.of3x3(spec.channels(), width).apply(module(), x));
      var pyramid = x;
      int pyramidWidth = spec.channels();
      for (int level = 0; level < spec.levels(); level++) {
        for (int i = 0; i < spec.blocksPerLevel(); i++) {
          h = keep(attendIf(spec.attends(level), level, block(h, spec.width(level))));
        }
        if (level < spec.levels() - 1) {
          h = block(h, width, Resampling.DOWN);
          pyramid =
              Convolution.of3x3(pyramidWidth, width)
                  .withStride(2)
                  .applyPaddedBelow(module().in("Conv_0"), pyramid)
                  .add(h)
                  .mul(ResidualBlock.HALF_POWER);
          pyramidWidth = width;
          h = keep(pyramid);
        }
      }
      return h;
    }

    Value bottom(Value h, Value codeMap) {
      int level = spec.levels() - 1;
      var both = modules.graph().cat(List.of(h, codeMap), 1);
      width += 2 * spec.features();
      var inner = attendIf(true, level, block(both, width));
      return block(inner, width);
    }

    Value up(Value bottom) {
      var h = bottom;
      for (int level = spec.levels() - 1; level >= 0; level--) {
        for (int i = 0; i <= spec.blocksPerLevel(); i++) {
          var skip = skips.pop();
          var both = modules.graph().cat(List.of(h, skip.value()), 1);
          width += skip.width();
          h = block(both, spec.width(level));
        }
        h = attendIf(spec.attends(level), level, h);
        if (level > 0) {
          h = block(h, width, Resampling.UP);
        }
      }
      h = new GroupNorm(width).apply(module(), h).silu();
      return Convolution.of3x3(width, spec.channels()).silent().apply(module(), h);
    }

    private Value block(Value x, int out) {
      return block(x, out, Resampling.NONE);
    }

    private Value block(Value x, int out, Resampling resampling) {
      var block = new ResidualBlock(width, out, resampling, 2 * embedding());
      width = out;
      return block.apply(module(), x, condition, dropout);
    }

    private Value attendIf(boolean wanted, int level, Value x) {
      return wanted ? new Attention(width, spec.resolution(level)).apply(module(), x) : x;
    }

    private Value keep(Value h) {
      skips.push(new Skip(h, width));
      return h;
    }

    private Scope module() {
      return modules.in(next++);
    }
  }
}
