package org.p2f.numerics.net;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.spec.network.Conditioning;

/**
 * An encoder in evaluation mode, simplified exactly: the second normalisation of each block is part
 * of the convolution before it, which takes the time as its bias. What depends on weights alone is
 * computed once, by {@link #fold}; what depends on them and on the time, once for each time, by
 * {@link #biases}.
 */
public record FoldedEncoder(WideResNetEncoder encoder) {

  /**
   * A block's first convolution with its second normalisation: weight·x + time·scale + shift, where
   * time is what the block's own linear map makes of the embedding.
   */
  private record Folded(Value weight, Value scale, Value shift) {

    private static final int SIZE = 3;

    static Folded of(Scope scope, WideBlock block) {
      var conv = scope.in("conv1");
      var norm = scope.in("bn2");
      var scale = block.norm2().scale(norm);
      return new Folded(
          block
              .first()
              .exactWeight(conv)
              .mul(scale.reshape(-1, 1, 1, 1))
              .to(scope.precision().element()),
          scale,
          block.norm2().shift(norm, scale, block.first().exactBias(conv)));
    }

    static Folded item(Scope scope, Value constants, int block) {
      var g = scope.graph();
      int from = SIZE * block;
      return new Folded(
          g.item(constants, from), g.item(constants, from + 1), g.item(constants, from + 2));
    }

    List<Value> values() {
      return List.of(weight, scale, shift);
    }

    /** What each row of times becomes, [T, C], or [T, 2C] where times also scale. */
    Value bias(WideBlock block, Value time) {
      return switch (block.conditioning()) {
        case SHIFT -> time.mul(scale).add(shift);
        case SCALE_SHIFT -> {
          var factor = time.slice(1, 0, block.out()).add(1);
          var added = time.slice(1, block.out(), 2L * block.out());
          yield time.graph().cat(List.of(factor, factor.mul(shift).add(added)), 1);
        }
      };
    }
  }

  /** How a block's first convolution takes what depends on the time. */
  private interface FirstConvolution {
    Value apply(WideBlock block, Folded folded, Value x, Value bias);
  }

  private static Value convolved(
      Scope scope, WideBlock block, Folded folded, Value x, Value ofTime) {
    var h = x.conv2d(folded.weight(), Operand.none(), 1, 1);
    return switch (block.conditioning()) {
      case SHIFT -> Images.addToPixels(scope, h, ofTime);
      case SCALE_SHIFT -> {
        var factor = ofTime.slice(1, 0, block.out()).to(scope.precision().element());
        var added = ofTime.slice(1, block.out(), 2L * block.out());
        yield Images.addToPixels(scope, h.mul(factor.unsqueeze(-1).unsqueeze(-1)), added);
      }
    };
  }

  /**
   * The constants that {@link #encode} and {@link #encodeAt} take.
   *
   * @param scope the encoder's own, in evaluation mode
   */
  public List<Value> fold(Scope scope) {
    var constants = new ArrayList<Value>();
    for (var named : encoder.blocks()) {
      constants.addAll(Folded.of(named.of(scope), named.block()).values());
    }
    return constants;
  }

  /**
   * Number S of values in a time's biases: one for each channel of each first convolution, or two
   * where the time also scales.
   */
  public int biasSize() {
    return encoder.blocks().stream().mapToInt(named -> named.block().timeValues()).sum();
  }

  /**
   * What the encoder knows of times: the biases of its first convolutions.
   *
   * @param constants as a list of the graph
   * @param t float32 [T], each in [0, 1]
   * @return float32 [T, S]
   */
  public Value biases(Scope scope, Value constants, Value t) {
    var time = encoder.activatedTime(scope, t);
    var blocks = encoder.blocks();
    var biases = new ArrayList<Value>();
    for (int i = 0; i < blocks.size(); i++) {
      var inner = blocks.get(i).of(scope);
      var linear = blocks.get(i).block().time().apply(inner.in("Dense_0"), time);
      biases.add(Folded.item(scope, constants, i).bias(blocks.get(i).block(), linear));
    }
    return scope.graph().cat(biases, 1);
  }

  /**
   * @param constants as a list of the graph
   * @param x preprocessed images, float32 [B, C, H, W]
   * @param biases of each image's time, float32 [B, S]
   */
  public Latent encode(Scope scope, Value constants, Value x, Value biases) {
    return run(
        scope,
        constants,
        x,
        biases,
        (block, folded, h, bias) -> convolved(scope, block, folded, h, bias));
  }

  /**
   * As {@link #encode} at one time for all.
   *
   * @param biases float32 [1, S]
   */
  public Latent encodeAt(Scope scope, Value constants, Value x, Value biases) {
    return run(
        scope,
        constants,
        x,
        biases,
        (block, folded, h, bias) ->
            block.conditioning() == Conditioning.SCALE_SHIFT
                ? convolved(scope, block, folded, h, bias)
                : h.conv2d(
                    folded.weight(),
                    bias.reshape(block.out()).to(scope.precision().element()),
                    1,
                    1));
  }

  private Latent run(
      Scope scope, Value constants, Value x, Value biases, FirstConvolution firstConvolution) {
    var h = encoder.stem().apply(scope.in("conv1"), Images.asComputed(scope, x));
    var blocks = encoder.blocks();
    int from = 0;
    for (int i = 0; i < blocks.size(); i++) {
      var block = blocks.get(i).block();
      var inner = blocks.get(i).of(scope);
      var folded = Folded.item(scope, constants, i);
      var bias = biases.slice(1, from, from + block.timeValues());
      from += block.timeValues();
      var normed = block.norm1().apply(inner.in("bn1"), h).relu();
      var first = firstConvolution.apply(block, folded, normed, bias).relu();
      h = block.second().apply(inner.in("conv2"), first).add(block.carried(inner, h));
    }
    return encoder.latent(scope, encoder.lastNorm().apply(scope.in("bn1"), h).relu());
  }
}
