package org.p2f.numerics.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.test.Golden;
import org.p2f.numerics.test.ReferenceCheck;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.NcsnV2Spec;

/**
 * Against a plain PyTorch network of our own, written from the published architecture: {@code
 * python benchmarks/peers/ncsnv2.py numerics/src/test/resources/reference} makes the files, in
 * float64 from float32 weights and inputs.
 */
@ReferenceCheck
class NcsnV2ReferenceTest {

  @ParameterizedTest
  @ValueSource(strings = {"ncsnv2-32px", "ncsnv2-64px-code"})
  void scoreLossAndGradientsAreThePeers(String name) {
    try (var golden = Golden.resource("reference/" + name)) {
      var peer =
          new PeerNetwork(
              golden,
              new NcsnV2Spec((int) golden.number("features"), (int) golden.number("image"), 3),
              Noising.continuous(VarianceExploding.published()));
      var exact = peer.errors(Precision.FLOAT64, Layout.CONTIGUOUS);
      assertThat(exact.score()).isLessThan(1e-12); // measured 2.7e-15
      assertThat(exact.loss()).isLessThan(1e-12); // measured 1.4e-16
      assertThat(exact.gradients()).isLessThan(1e-11); // measured 1.5e-13
      var rounded = peer.errors(Precision.FLOAT32, Layout.CHANNELS_LAST);
      assertThat(rounded.score()).isLessThan(2e-5); // measured 1.2e-6
      assertThat(rounded.loss()).isLessThan(2e-5); // measured 6.4e-8
      // measured 2.2e-5: gradients pass through some forty convolutions, rounded in each
      assertThat(rounded.gradients()).isLessThan(2e-4);
    }
  }
}
