package org.p2f.numerics.net;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.spec.network.UNetLayer;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.network.UNetOptions.Block;
import org.p2f.spec.network.UNetOptions.Combination;
import org.p2f.spec.network.UNetOptions.ProgressiveOutput;
import org.p2f.spec.network.UNetShape;

/**
 * The numbered modules of a U-net, taken in order of execution. One that has a last layer gives
 * that layer's output on the way on which it lies.
 */
final class UNetBody {

  /** What the way down keeps for the way up. */
  private record Skip(Value value, int width) {}

  private final UNetShape shape;
  private final UNetOptions options;
  private final UNetStyle style;
  private final Scope modules;
  private final Value activated;
  private final int embedding;
  private final Dropout dropout;
  private final @Nullable UNetLayer last;
  private final Deque<Skip> skips = new ArrayDeque<>();
  private int next;

  /** Channels of what was computed last. */
  private int width;

  /**
   * @param first number of the first module
   * @param activated SiLU of the vector that conditions the blocks, float32 [B, embedding]
   * @param last after which nothing is computed; null for the whole network
   */
  UNetBody(
      UNetShape shape,
      UNetOptions options,
      Grouping grouping,
      Scope modules,
      int first,
      Value activated,
      int embedding,
      Dropout dropout,
      @Nullable UNetLayer last) {
    this.shape = shape;
    this.options = options;
    this.style =
        new UNetStyle(
            options.residualBlocks(),
            options.fir(),
            options.skipRescale(),
            grouping,
            options.conditioning());
    this.modules = modules;
    this.next = first;
    this.activated = activated;
    this.embedding = embedding;
    this.dropout = dropout;
    this.last = last;
  }

  Value down(Value x) {
    width = shape.features();
    var h = keep(Convolution.of3x3(shape.channels(), width).apply(module(), x));
    var pyramid = new Skip(x, shape.channels());
    for (int level = 0; level < shape.levels(); level++) {
      for (int i = 0; i < shape.blocksPerLevel(); i++) {
        h = keep(attendIf(shape.attends(level), level, block(h, shape.width(level))));
        if (new UNetLayer.Down(level, i).equals(last)) {
          return h;
        }
      }
      if (level < shape.lowest()) {
        h = halved(h);
        pyramid = narrowed(pyramid);
        h = keep(joinedByInput(pyramid, h));
        if (options.progressiveInput() == UNetOptions.ProgressiveInput.RESIDUAL) {
          pyramid = new Skip(h, width);
        }
      }
    }
    return h;
  }

  private Value halved(Value h) {
    return style.block() == Block.BIGGAN
        ? block(h, width, Resampling.DOWN)
        : new SizedConvolution(width, width, style.fir()).down(module(), h);
  }

  /** The input's pyramid in the next level's size. */
  private Skip narrowed(Skip pyramid) {
    return switch (options.progressiveInput()) {
      case NONE -> pyramid;
      case INPUT_SKIP ->
          new Skip(
              Resampling.DOWN.apply(pyramid.value(), pyramid.width(), style.fir()),
              pyramid.width());
      case RESIDUAL ->
          new Skip(
              new SizedConvolution(pyramid.width(), width, style.fir())
                  .down(module(), pyramid.value()),
              width);
    };
  }

  private Value joinedByInput(Skip pyramid, Value h) {
    return switch (options.progressiveInput()) {
      case NONE -> h;
      case INPUT_SKIP -> {
        var seen =
            Convolution.of1x1(pyramid.width(), width).apply(module().in("Conv_0"), pyramid.value());
        yield options.combination() == Combination.SUM ? seen.add(h) : beside(seen, width, h);
      }
      case RESIDUAL -> style.sum(pyramid.value(), h);
    };
  }

  Value bottom(Value h) {
    var inner = attendIf(true, shape.lowest(), block(h, width));
    return new UNetLayer.Bottom(0).equals(last) ? inner : block(inner, width);
  }

  /** As {@link #bottom(Value)}, where there was no way down. */
  Value bottom(Value map, int mapWidth) {
    width = mapWidth;
    return bottom(map);
  }

  Value up(Value bottom) {
    var h = bottom;
    var pyramid = new Skip(h, 0);
    for (int level = shape.lowest(); level >= 0; level--) {
      for (int i = 0; i <= shape.blocksPerLevel(); i++) {
        boolean attended = i == shape.blocksPerLevel() && shape.attends(level);
        h = attendIf(attended, level, block(joinedBySkip(h), shape.width(level)));
        if (new UNetLayer.Up(level, i).equals(last)) {
          return h;
        }
      }
      if (options.progressiveOutput() != ProgressiveOutput.NONE) {
        boolean atFoot = level == shape.lowest();
        pyramid = atFoot ? foot(h) : raised(pyramid, h);
        h =
            atFoot || options.progressiveOutput() == ProgressiveOutput.OUTPUT_SKIP
                ? h
                : pyramid.value();
      }
      if (level > 0) {
        h = doubled(h);
      }
    }
    return options.progressiveOutput() == ProgressiveOutput.OUTPUT_SKIP
        ? pyramid.value()
        : toImage(h);
  }

  /** With what the way down kept, if there was one. */
  private Value joinedBySkip(Value h) {
    var skip = skips.poll();
    return skip == null ? h : beside(h, skip.width(), skip.value());
  }

  private Value doubled(Value h) {
    return style.block() == Block.BIGGAN
        ? block(h, width, Resampling.UP)
        : new SizedConvolution(width, width, style.fir()).up(module(), h);
  }

  /** The output's pyramid at the lowest level. */
  private Skip foot(Value h) {
    if (options.progressiveOutput() == ProgressiveOutput.OUTPUT_SKIP) {
      return new Skip(toImage(h), shape.channels());
    }
    var normed = normed(h);
    return new Skip(Convolution.of3x3(width, width).apply(module(), normed), width);
  }

  /** The output's pyramid, enlarged, with a level's share. */
  private Skip raised(Skip pyramid, Value h) {
    if (options.progressiveOutput() == ProgressiveOutput.OUTPUT_SKIP) {
      var enlarged = Resampling.UP.apply(pyramid.value(), pyramid.width(), style.fir());
      return new Skip(enlarged.add(toImage(h)), pyramid.width());
    }
    var enlarged =
        new SizedConvolution(pyramid.width(), width, style.fir()).up(module(), pyramid.value());
    return new Skip(style.sum(enlarged, h), width);
  }

  private Value toImage(Value h) {
    var normed = normed(h);
    return Convolution.of3x3(width, shape.channels()).silent().apply(module(), normed);
  }

  private Value normed(Value h) {
    return style.grouping().norm(width).apply(module(), h).silu();
  }

  private Value block(Value x, int out) {
    return block(x, out, Resampling.NONE);
  }

  private Value block(Value x, int out, Resampling resampling) {
    var block = new ResidualBlock(width, out, resampling, embedding, style);
    width = out;
    return block.apply(module(), x, activated, dropout);
  }

  private Value attendIf(boolean wanted, int level, Value x) {
    return wanted ? new Attention(width, shape.resolution(level), style).apply(module(), x) : x;
  }

  /** Lays channels beside what was computed last. */
  Value beside(Value h, int otherWidth, Value other) {
    width += otherWidth;
    return modules.graph().cat(List.of(h, other), 1);
  }

  private Value keep(Value h) {
    skips.push(new Skip(h, width));
    return h;
  }

  private Scope module() {
    return modules.in(next++);
  }
}
