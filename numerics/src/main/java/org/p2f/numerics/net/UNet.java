package org.p2f.numerics.net;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/**
 * A U-net whose blocks hear of time and code; the code also enters as a map at the bottom.
 *
 * @param codeSize length of the code; 0 for a network that is told none
 */
record UNet(UNetShape shape, UNetOptions options, Grouping grouping, int codeSize, Noising noising)
    implements ScoreNetwork {

  UNet {
    if (codeSize < 0) {
      throw new IllegalArgumentException("A code has at least 0 values, got " + codeSize);
    }
  }

  @Override
  public Value score(Scope scope, Value noisy, Value t, @Nullable Value code, Dropout dropout) {
    var condition = condition(scope, t, code);
    var body =
        new UNetBody(
            shape,
            options,
            grouping,
            scope.in("all_modules"),
            time().parts(),
            condition.silu(),
            conditionSize(),
            dropout);
    var down = body.down(Images.asComputed(scope, noisy));
    var bottom =
        codeSize == 0
            ? body.bottom(down)
            : body.bottom(down, codeMap(scope, condition), codeMapWidth());
    return noising.score(body.up(bottom), t, scope.precision().exact());
  }

  private TimeEmbedding time() {
    int features =
        switch (options.embedding()) {
          case FOURIER -> shape.features();
          case POSITIONAL -> shape.features() / 2;
        };
    return new TimeEmbedding(options.embedding(), features, embedding());
  }

  private int embedding() {
    return 4 * shape.features();
  }

  private int conditionSize() {
    return codeSize == 0 ? embedding() : 2 * embedding();
  }

  /** Time and code side by side, [B, conditionSize]. */
  private Value condition(Scope scope, Value t, @Nullable Value code) {
    if ((code == null) != (codeSize == 0)) {
      throw new IllegalArgumentException(
          "The network takes codes of %d values, got %s"
              .formatted(codeSize, code == null ? "none" : "one"));
    }
    var time = time().apply(scope.in("all_modules"), noising.condition(options.embedding(), t));
    if (code == null) {
      return time;
    }
    var embedded = new Linear(codeSize, embedding()).apply(scope.in("latent_to_temb"), code);
    return scope.graph().cat(List.of(time, embedded), 1);
  }

  private int codeMapWidth() {
    return 2 * shape.features();
  }

  /** The condition as an image of the lowest resolution. */
  private Value codeMap(Scope scope, Value condition) {
    int size = shape.resolution(shape.lowest());
    int channels = codeMapWidth();
    int hidden = channels * size;
    var h = new Linear(conditionSize(), hidden).apply(scope.in("z_dec_1"), condition).silu();
    h = new Linear(hidden, hidden).apply(scope.in("z_dec_2"), h).silu();
    h = new Linear(hidden, hidden * size).apply(scope.in("z_dec_3"), h).silu();
    return Images.asComputed(scope, h.reshape(-1, channels, size, size));
  }
}
