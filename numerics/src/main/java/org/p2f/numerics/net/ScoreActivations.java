package org.p2f.numerics.net;

import java.util.stream.Collectors;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.network.UNetLayer;

/**
 * What a layer of a score network makes of noisy images when it is told no code, as a graph that
 * ends there: a mean over pixels for each channel. Source: DDAE, Xiang et al., arXiv:2303.09769,
 * sec. 3, and Baranchuk et al., arXiv:2112.03126, who take pixels one by one.
 */
public final class ScoreActivations {

  private final UNet network;
  private final UNetLayer layer;

  private ScoreActivations(UNet network, UNetLayer layer) {
    this.network = network;
    this.layer = layer;
  }

  /**
   * @param codeSize length d of the network's code, which is told zeros in its place; 0 for a
   *     network that is told none
   * @param layer name of one of the specification's layers
   * @throws IllegalArgumentException if the network has no such layer
   */
  public static ScoreActivations of(
      ScoreNetworkSpec spec, int codeSize, Noising noising, String layer) {
    var wanted = spec.layers().stream().filter(known -> known.name().equals(layer)).findFirst();
    if (wanted.isPresent() && ScoreNetwork.of(spec, codeSize, noising) instanceof UNet network) {
      return new ScoreActivations(network, wanted.get());
    }
    throw new IllegalArgumentException(
        "There is no layer '%s'; there are %s"
            .formatted(
                layer,
                spec.layers().isEmpty()
                    ? "none of such a network"
                    : spec.layers().stream()
                        .map(UNetLayer::name)
                        .collect(Collectors.joining(", "))));
  }

  /** Values for each image: channels of the layer. */
  public int width() {
    return network.width(layer);
  }

  /**
   * @param scope the model's own
   * @param noisy x_t as the network sees images, floats [B, C, H, W]
   * @param t floats [B], each in [0, 1]
   * @return [B, {@link #width}], exact
   */
  public Value pooled(Scope scope, Value noisy, Value t) {
    var code = network.codeSize() == 0 ? null : zeros(scope, t, network.codeSize());
    return network
        .activations(scope, noisy, t, code, layer)
        .to(scope.precision().exact())
        .mean(2, 3);
  }

  private static Value zeros(Scope scope, Value t, int size) {
    return t.mul(0).to(scope.precision().exact()).unsqueeze(1).expand(-1, size);
  }
}
