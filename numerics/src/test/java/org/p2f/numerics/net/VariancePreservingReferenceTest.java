package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.test.Golden;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.network.DdpmSpec;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.network.UNetOptions;

/**
 * DDPM's network, and NCSN++ told of diffusions that preserve variance, against plain PyTorch
 * networks of our own, written from the published architectures and diffusions: {@code python
 * benchmarks/peers/ddpm.py numerics/src/test/resources/reference} makes the files.
 */
@ReferenceCheck
class VariancePreservingReferenceTest {

  private static final int BLOCKS = 2;
  private static final int CHANNELS = 3;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ddpm-vp",
        "ddpm-vp-chain-code",
        "ddpm-sub-vp",
        "ncsnpp-vp-code",
        "ncsnpp-vp-chain-code",
        "ncsnpp-sub-vp-code"
      })
  void noisyImagesScoreLossAndGradientsAreThePeers(String name) {
    try (var golden = Golden.resource("reference/" + name)) {
      var peer = new PeerNetwork(golden, spec(golden), noising(golden));
      var exact = peer.errors(Precision.FLOAT64, Layout.CONTIGUOUS);
      // measured 6.5e-16: the chain's logarithms are summed here and its factors multiplied there
      assertThat(exact.noisy()).isLessThan(1e-13);
      assertThat(exact.score()).isLessThan(1e-12); // measured 2.3e-14
      assertThat(exact.loss()).isLessThan(1e-12); // measured 1.5e-16
      assertThat(exact.gradients()).isLessThan(1e-11); // measured 1.7e-13
      var rounded = peer.errors(Precision.FLOAT32, Layout.CHANNELS_LAST);
      assertThat(rounded.score()).isLessThan(2e-5); // measured 1.8e-6
      assertThat(rounded.loss()).isLessThan(2e-5); // measured 5.6e-8
      assertThat(rounded.gradients()).isLessThan(2e-4); // measured 8.5e-6
    }
  }

  private static Noising noising(Golden golden) {
    var published = VariancePreserving.published();
    return switch (golden.setting("diffusion")) {
      case "vp" -> Noising.continuous(published);
      case "vp-chain" -> new Noising(published, TimeSteps.DISCRETE);
      case "sub-vp" -> Noising.continuous(SubVariancePreserving.published());
      default -> throw new AssertionError(golden.setting("diffusion"));
    };
  }

  private static ScoreNetworkSpec spec(Golden golden) {
    int features = (int) golden.number("features");
    int size = (int) golden.number("size");
    var multipliers = integers(golden.setting("multipliers"));
    var attention = integers(golden.setting("attention"));
    return switch (golden.setting("network")) {
      case "Ddpm" -> new DdpmSpec(features, multipliers, BLOCKS, attention, 0, size, CHANNELS);
      case "NcsnPlusPlus" ->
          new NcsnPlusPlusSpec(
              features, multipliers, BLOCKS, attention, 0, size, CHANNELS, UNetOptions.published());
      default -> throw new AssertionError(golden.setting("network"));
    };
  }

  private static List<Integer> integers(String text) {
    return Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
  }
}
