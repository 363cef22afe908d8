package org.p2f.numerics.net;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.spec.network.UNetLayer;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.network.UNetShape;

/**
 * A U-net whose blocks hear of time and code; the code also enters as a map at the bottom.
 *
 * @param codeSize length of the code; 0 for a network that is told none
 */
record UNet(UNetShape shape, UNetOptions options, Grouping grouping, int codeSize, Noising noising)
    implements ScoreNetwork {

  @Override
  public Value score(Scope scope, Value noisy, Value t, @Nullable Value code, Dropout dropout) {
    var exact = scope.precision().exact();
    var output = output(scope, noisy, t, code, dropout, null);
    return noising.score(pixels(output), noisy, t, exact);
  }

  /**
   * What a layer makes of a noisy image in evaluation. Nothing that comes after it is part of the
   * graph.
   *
   * @param scope the model's own
   * @param noisy x_t, floats [B, C, H, W]
   * @param t floats [B], each in [0, 1]
   * @param code z, float32 [B, d]; null for a network that is told none
   * @param layer one of the shape's
   * @return [B, {@link #width}, height, width] in the type that the scope computes in
   */
  Value activations(Scope scope, Value noisy, Value t, @Nullable Value code, UNetLayer layer) {
    return output(scope, noisy, t, code, Dropout.none(), layer);
  }

  /** Channels of what a layer gives. */
  int width(UNetLayer layer) {
    return switch (layer) {
      case UNetLayer.Down(int level, _) -> shape.width(level);
      case UNetLayer.Bottom _ -> shape.width(shape.lowest()) + (codeSize == 0 ? 0 : codeMapWidth());
      case UNetLayer.Up(int level, _) -> shape.width(level);
    };
  }

  /** The output in patches, or that of the last layer. */
  private Value output(
      Scope scope,
      Value noisy,
      Value t,
      @Nullable Value code,
      Dropout dropout,
      @Nullable UNetLayer last) {
    var condition = condition(scope, t, code);
    var body = body(scope.in("all_modules"), time().parts(), condition, dropout, options, last);
    var seen = patches(noising.seen(noisy, t, scope.precision().exact()));
    var down = body.down(Images.asComputed(scope, seen));
    if (last instanceof UNetLayer.Down) {
      return down;
    }
    var told = codeSize == 0 ? down : body.beside(down, codeMapWidth(), codeMap(scope, condition));
    var bottom = body.bottom(told);
    return last instanceof UNetLayer.Bottom ? bottom : body.up(bottom);
  }

  /**
   * A way up alone, which neither sees the input on each level nor contributes to the output there.
   */
  UNetBody decoder(Scope modules, Value condition, Dropout dropout) {
    return body(modules, 0, condition, dropout, options.withoutPyramids(), null);
  }

  /**
   * @param first number of the first module
   */
  private UNetBody body(
      Scope modules,
      int first,
      Value condition,
      Dropout dropout,
      UNetOptions with,
      @Nullable UNetLayer last) {
    return new UNetBody(
        shape, with, grouping, modules, first, condition.silu(), conditionSize(), dropout, last);
  }

  /** An image whose patches of pixels are pixels of as many times the channels. */
  Value patches(Value image) {
    return options.patchSize() == 1
        ? image
        : image.graph().op("torch.pixel_unshuffle", image, Operand.of(options.patchSize()));
  }

  /** The image that {@link #patches} makes such patches of. */
  Value pixels(Value patches) {
    return options.patchSize() == 1
        ? patches
        : patches.graph().op("torch.pixel_shuffle", patches, Operand.of(options.patchSize()));
  }

  private TimeEmbedding time() {
    int features =
        switch (options.embedding()) {
          case FOURIER -> shape.features();
          case POSITIONAL -> shape.features() / 2;
        };
    return new TimeEmbedding(options.embedding(), features, embedding(), options.fourierScale());
  }

  private int embedding() {
    return 4 * shape.features();
  }

  private int conditionSize() {
    return codeSize == 0 ? embedding() : 2 * embedding();
  }

  /** Time and code side by side, [B, conditionSize]. */
  Value condition(Scope scope, Value t, @Nullable Value code) {
    ScoreNetwork.requireCode(codeSize, code);
    var time = time().apply(scope.in("all_modules"), noising.condition(options.embedding(), t));
    if (code == null) {
      return time;
    }
    var embedded = new Linear(codeSize, embedding()).apply(scope.in("latent_to_temb"), code);
    return scope.graph().cat(List.of(time, embedded), 1);
  }

  int codeMapWidth() {
    return 2 * shape.features();
  }

  /** The condition as an image of the lowest resolution. */
  Value codeMap(Scope scope, Value condition) {
    int size = shape.resolution(shape.lowest());
    int channels = codeMapWidth();
    int hidden = channels * size;
    var h = new Linear(conditionSize(), hidden).apply(scope.in("z_dec_1"), condition).silu();
    h = new Linear(hidden, hidden).apply(scope.in("z_dec_2"), h).silu();
    h = new Linear(hidden, hidden * size).apply(scope.in("z_dec_3"), h).silu();
    return Images.asComputed(scope, h.reshape(-1, channels, size, size));
  }
}
