package org.p2f.numerics.net;

import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;

/** Image tensors [B, C, H, W] in the type and layout a scope computes in. */
final class Images {

  private Images() {}

  static Value asComputed(Scope scope, Value x) {
    var typed = x.to(scope.precision().element());
    return scope.layout() == Layout.CHANNELS_LAST ? typed.channelsLast() : typed;
  }

  /**
   * x·(1 + s) + b of every pixel.
   *
   * @param both s and b side by side, [B, 2C]
   */
  static Value scaleAndShift(Scope scope, Value x, Value both, int channels) {
    var scale = both.slice(1, 0, channels).add(1).to(scope.precision().element());
    return addToPixels(
        scope, x.mul(scale.unsqueeze(-1).unsqueeze(-1)), both.slice(1, channels, 2L * channels));
  }

  /** Adds a vector per image, [B, C], to every pixel. */
  static Value addToPixels(Scope scope, Value x, Value vector) {
    return x.add(vector.to(scope.precision().element()).unsqueeze(-1).unsqueeze(-1));
  }
}
