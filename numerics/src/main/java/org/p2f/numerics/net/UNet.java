package org.p2f.numerics.net;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
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
    var condition = condition(scope, t, code);
    var body = body(scope.in("all_modules"), time().parts(), condition, dropout, true);
    var exact = scope.precision().exact();
    var down = body.down(Images.asComputed(scope, patches(noising.seen(noisy, t, exact))));
    var told = codeSize == 0 ? down : body.beside(down, codeMapWidth(), codeMap(scope, condition));
    return noising.score(pixels(body.up(body.bottom(told))), noisy, t, exact);
  }

  /**
   * @param first number of the first module
   * @param pyramids whether the levels see the input and contribute to the output
   */
  UNetBody body(Scope modules, int first, Value condition, Dropout dropout, boolean pyramids) {
    return new UNetBody(
        shape,
        pyramids ? options : options.withoutPyramids(),
        grouping,
        modules,
        first,
        condition.silu(),
        conditionSize(),
        dropout);
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
