package org.p2f.numerics.net;

import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.spec.network.DdpmSpec;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.NcsnV2Spec;
import org.p2f.spec.network.ScoreNetworkSpec;

/** A score network as a graph. */
public sealed interface ScoreNetwork permits UNet, NcsnV2 {

  /**
   * s(x_t, t, z), the gradient of the logarithm of the density of noisy images.
   *
   * @param scope the model's own
   * @param noisy x_t, float32 [B, C, H, W]
   * @param t floats [B], each in [0, 1]
   * @param code z, float32 [B, d]; null for a network that is told none
   * @param dropout {@link Dropout#none()} except in training
   * @return float32 [B, C, H, W], contiguous in no particular order
   */
  Value score(Scope scope, Value noisy, Value t, @Nullable Value code, Dropout dropout);

  /**
   * @param codeSize length d of the code; 0 for a network that is told none
   * @param noising what it was or will be trained on; it decides what the network is told of t and
   *     what its output means
   */
  static ScoreNetwork of(ScoreNetworkSpec spec, int codeSize, Noising noising) {
    if (codeSize < 0) {
      throw new IllegalArgumentException("A code has at least 0 values, got " + codeSize);
    }
    return switch (spec) {
      case NcsnPlusPlusSpec s ->
          new UNet(s.shape(), s.options(), Grouping.OF_FOUR, codeSize, noising);
      case DdpmSpec s ->
          new UNet(s.shape(), DdpmSpec.options(), Grouping.THIRTY_TWO, codeSize, noising);
      case NcsnV2Spec s -> new NcsnV2(s, codeSize, noising);
    };
  }

  /**
   * @throws IllegalArgumentException if a code is missing or not asked for
   */
  static void requireCode(int codeSize, @Nullable Value code) {
    if ((code == null) != (codeSize == 0)) {
      throw new IllegalArgumentException(
          "The network takes codes of %d values, got %s"
              .formatted(codeSize, code == null ? "none" : "one"));
    }
  }
}
