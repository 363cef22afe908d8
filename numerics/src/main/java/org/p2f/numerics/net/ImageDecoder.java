package org.p2f.numerics.net;

import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.spec.network.ScoreNetworkSpec;

/** Makes images of codes, as a graph: a U-net's way up, from the map of time and code. */
public final class ImageDecoder {

  private final UNet network;

  private ImageDecoder(UNet network) {
    this.network = network;
  }

  /**
   * The decoder beside a score network, with the same levels and blocks.
   *
   * @param codeSize at least 1
   * @throws IllegalArgumentException if there is none beside such a network
   */
  public static ImageDecoder of(ScoreNetworkSpec spec, int codeSize, Noising noising) {
    if (ScoreNetwork.of(spec, codeSize, noising) instanceof UNet network && codeSize > 0) {
      return new ImageDecoder(network);
    }
    throw new IllegalArgumentException(
        "No decoder goes with %s and codes of %d values".formatted(spec, codeSize));
  }

  /**
   * @param scope the model's own
   * @param t floats [B], each in [0, 1]
   * @param code float32 [B, d]
   * @return float32 [B, C, H, W], contiguous in no particular order
   */
  public Value decode(Scope scope, Value t, Value code, Dropout dropout) {
    var condition = network.condition(scope, t, code);
    var body = network.decoder(scope.in("decoder").in("all_modules"), condition, dropout);
    var map = network.codeMap(scope, condition);
    return network
        .pixels(body.up(body.bottom(map, network.codeMapWidth())))
        .to(scope.precision().exact());
  }
}
