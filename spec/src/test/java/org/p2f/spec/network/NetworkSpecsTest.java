package org.p2f.spec.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.p2f.spec.network.UNetOptions.Block;
import org.p2f.spec.network.UNetOptions.Combination;
import org.p2f.spec.network.UNetOptions.Embedding;
import org.p2f.spec.network.UNetOptions.ProgressiveInput;
import org.p2f.spec.network.UNetOptions.ProgressiveOutput;

class NetworkSpecsTest {

  private static UNetShape shape(List<Integer> multipliers, int blocks, int size) {
    return new UNetShape(32, multipliers, blocks, List.of(16), size, 3);
  }

  private static NcsnPlusPlusSpec ncsnpp(int features, double dropout, int size, int patch) {
    var options = UNetOptions.published().with(Conditioning.SHIFT, 16, patch);
    return new NcsnPlusPlusSpec(features, List.of(1, 2), 1, List.of(8), dropout, size, 3, options);
  }

  private static DdpmSpec ddpm(int features, double dropout, int channels) {
    return new DdpmSpec(features, List.of(1, 2), 1, List.of(8), dropout, 16, channels);
  }

  /** The published CIFAR-10 network: 32, 16, 8 and 4 pixels a side. */
  @Test
  void eachLevelHasHalfTheSizeOfTheOneBefore() {
    var shape = shape(List.of(1, 2, 2, 3), 2, 32);
    assertThat(shape.levels()).isEqualTo(4);
    assertThat(shape.lowest()).isEqualTo(3);
    assertThat(List.of(shape.resolution(0), shape.resolution(1), shape.resolution(3)))
        .containsExactly(32, 16, 4);
    assertThat(List.of(shape.width(0), shape.width(1), shape.width(3))).containsExactly(32, 64, 96);
    assertThat(List.of(shape.attends(0), shape.attends(1), shape.attends(2)))
        .containsExactly(false, true, false);
  }

  @Test
  void layersStandInTheirOrderOfExecution() {
    assertThat(shape(List.of(1, 2), 1, 16).layers())
        .extracting(UNetLayer::name)
        .containsExactly(
            "down.0.0", "down.1.0", "bottom.0", "bottom.1", "up.1.0", "up.1.1", "up.0.0", "up.0.1");
  }

  /** The lowest level's last block on the way up; NCSNv2 has no such layers. */
  @Test
  void featuresAreReadAtTheLowestLevelsEnd() {
    assertThat(ncsnpp(4, 0, 16, 1).featureLayer()).contains(new UNetLayer.Up(1, 1));
    assertThat(ddpm(32, 0, 3).featureLayer()).contains(new UNetLayer.Up(1, 1));
    assertThat(new NcsnV2Spec(2, 2, 1).featureLayer()).isEmpty();
    assertThat(ncsnpp(4, 0, 16, 1).layers()).isEqualTo(shape(List.of(1, 2), 1, 16).layers());
    assertThat(ddpm(32, 0, 3).layers()).hasSize(8);
    assertThat(new NcsnV2Spec(2, 2, 1).layers()).isEmpty();
  }

  @Test
  void decodersGoWithUNets() {
    assertThat(ncsnpp(4, 0, 16, 1).decodes()).isTrue();
    assertThat(ddpm(32, 0, 3).decodes()).isTrue();
    assertThat(new NcsnV2Spec(2, 2, 1).decodes()).isFalse();
  }

  @Test
  void aNetworkOfPatchesSeesFewerPixelsOfMoreChannels() {
    var shape = ncsnpp(4, 0, 16, 4).shape();
    assertThat(shape.imageSize()).isEqualTo(4);
    assertThat(shape.channels()).isEqualTo(48);
    assertThat(ncsnpp(4, 0, 16, 1).shape().channels()).isEqualTo(3);
    assertThat(ddpm(32, 0, 1).shape())
        .isEqualTo(new UNetShape(32, List.of(1, 2), 1, List.of(8), 16, 1));
  }

  @Test
  void largerImagesHaveThePublishedThreeLevels() {
    assertThat(ScoreNetworkSpec.small(64, 3).channelMultipliers()).containsExactly(1, 2, 2);
    assertThat(ScoreNetworkSpec.small(32, 1).channelMultipliers()).containsExactly(1, 2, 2, 2);
    assertThat(ScoreNetworkSpec.small(32, 1))
        .satisfies(
            small -> {
              assertThat(small.features()).isEqualTo(16);
              assertThat(small.blocksPerLevel()).isEqualTo(2);
              assertThat(small.attentionResolutions()).containsExactly(16);
              assertThat(small.dropout()).isEqualTo(.1);
              assertThat(small.imageSize()).isEqualTo(32);
              assertThat(small.channels()).isEqualTo(1);
              assertThat(small.options()).isEqualTo(UNetOptions.published());
            });
  }

  @Test
  void shapesThatCannotBeAreRefused() {
    refused(() -> shape(List.of(), 1, 16), "at least one level");
    refused(() -> shape(List.of(1, 0), 1, 16), "multiplier");
    refused(() -> shape(List.of(1), 0, 16), "block");
    refused(() -> shape(List.of(1), 1, 0), "halved");
    refused(() -> shape(List.of(1, 1), 1, 15), "halved");
    refused(() -> shape(List.of(1, 1, 1), 1, 18), "halved");
    assertThat(shape(List.of(1), 1, 1).levels()).isOne();
    assertThat(shape(List.of(1, 1), 1, 18).lowest()).isOne();
  }

  /** 2¹⁷ pixels can be halved 17 times, but no network needs it. */
  @Test
  void moreThanSixteenHalvingsAreRefused() {
    assertThat(shape(ones(17), 1, 1 << 16).levels()).isEqualTo(17);
    refused(() -> shape(ones(18), 1, 1 << 17), "halved 17 times");
  }

  private static List<Integer> ones(int levels) {
    return Collections.nCopies(levels, 1);
  }

  @Test
  void widthsAreWhatTheirNormalisationDivides() {
    refused(() -> ncsnpp(3, 0, 16, 1), "multiple of 4");
    refused(() -> ncsnpp(6, 0, 16, 1), "multiple of 4");
    refused(() -> ncsnpp(0, 0, 16, 1), "multiple of 4");
    assertThat(ncsnpp(4, 0, 16, 1).features()).isEqualTo(4);
    refused(() -> ddpm(0, 0, 3), "multiple of 32");
    refused(() -> ddpm(48, 0, 3), "multiple of 32");
    assertThat(ddpm(32, 0, 3).features()).isEqualTo(32);
    assertThat(ddpm(96, 0, 3).features()).isEqualTo(96);
  }

  @Test
  void imagesAndDropoutsThatCannotBeAreRefused() {
    for (double dropout : new double[] {-.1, 1, Double.NaN}) {
      refused(() -> ncsnpp(4, dropout, 16, 1), "Dropout");
      refused(() -> ddpm(32, dropout, 3), "Dropout");
    }
    assertThat(ncsnpp(4, .99, 16, 1).dropout()).isEqualTo(.99);
    refused(() -> ddpm(32, 0, 0), "channel");
    refused(() -> ncsnpp(4, 0, 18, 4), "patches of 4");
    refused(() -> ncsnpp(4, 0, 12, 4), "halved");
    refused(() -> new DdpmSpec(32, List.of(1, 1), 1, List.of(), 0, 15, 3), "halved");
    refused(() -> new NcsnV2Spec(1, 32, 3), "Features");
    refused(() -> new NcsnV2Spec(2, 0, 3), "halved");
    refused(() -> new NcsnV2Spec(2, 33, 3), "halved");
    refused(() -> new NcsnV2Spec(2, 32, 0), "channel");
    assertThat(new NcsnV2Spec(2, 2, 1).dropout()).isZero();
  }

  /** Ho et al.: positions, no pyramids, plain sums, blocks of the first kind. */
  @Test
  void ddpmIsAUNetWithoutWhatCameLater() {
    assertThat(DdpmSpec.options())
        .isEqualTo(
            new UNetOptions(
                Embedding.POSITIONAL,
                Block.DDPM,
                ProgressiveOutput.NONE,
                ProgressiveInput.NONE,
                Combination.SUM,
                false,
                false));
  }

  @Test
  void optionsKeepWhatIsNotChanged() {
    var options =
        new UNetOptions(
            Embedding.FOURIER,
            Block.DDPM,
            ProgressiveOutput.RESIDUAL,
            ProgressiveInput.INPUT_SKIP,
            Combination.CAT,
            true,
            true,
            Conditioning.SCALE_SHIFT,
            2,
            4);
    assertThat(options.withoutPyramids())
        .isEqualTo(
            new UNetOptions(
                Embedding.FOURIER,
                Block.DDPM,
                ProgressiveOutput.NONE,
                ProgressiveInput.NONE,
                Combination.SUM,
                true,
                true,
                Conditioning.SCALE_SHIFT,
                2,
                4));
    assertThat(options.with(Conditioning.SHIFT, 16, 1))
        .isEqualTo(
            new UNetOptions(
                Embedding.FOURIER,
                Block.DDPM,
                ProgressiveOutput.RESIDUAL,
                ProgressiveInput.INPUT_SKIP,
                Combination.CAT,
                true,
                true));
    assertThat(ncsnpp(4, .2, 16, 1).withOptions(options))
        .isEqualTo(new NcsnPlusPlusSpec(4, List.of(1, 2), 1, List.of(8), .2, 16, 3, options));
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefused() {
    refused(
        () ->
            new UNetOptions(
                Embedding.FOURIER,
                Block.BIGGAN,
                ProgressiveOutput.NONE,
                ProgressiveInput.RESIDUAL,
                Combination.CAT,
                false,
                true),
        "concatenated");
    for (double spread : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused(() -> UNetOptions.published().with(Conditioning.SHIFT, spread, 1), "spread");
    }
    for (int patch : new int[] {0, 3, 8}) {
      refused(() -> UNetOptions.published().with(Conditioning.SHIFT, 16, patch), "Patches");
    }
    assertThat(UNetOptions.published().with(Conditioning.SHIFT, 16, 2).patchSize()).isEqualTo(2);
  }

  /** WRN-28-2 has stages of 4 blocks of 32, 64 and 128 channels; WRN-10-0 the published widths. */
  @Test
  void encodersHaveTheirPublishedWidths() {
    var encoder = new EncoderSpec(28, 2, LatentKind.GAUSSIAN, 3);
    assertThat(encoder.blocksPerStage()).isEqualTo(4);
    assertThat(encoder.stageWidths()).containsExactly(32, 64, 128);
    assertThat(encoder.latentSize()).isEqualTo(128);
    assertThat(encoder.lastWidth()).isEqualTo(128);
    assertThat(encoder.time()).isEqualTo(EncoderTime.GIVEN);
    var two = new EncoderSpec(28, 0, LatentKind.DETERMINISTIC, 1);
    assertThat(two.stageWidths()).containsExactly(32, 64, 2);
    assertThat(two.latentSize()).isEqualTo(2);
    assertThat(encoder(10, .0625, 1, 16).stageWidths()).containsExactly(1, 2, 4);
  }

  @Test
  void theCodesSizeIsTheReadouts() {
    assertThat(reading(new CodeReadout.Projected(7)).latentSize()).isEqualTo(7);
    assertThat(reading(CodeReadout.Spatial.of(9, 32)).latentSize()).isEqualTo(9);
    assertThat(reading(new CodeReadout.Pooled()).latentSize()).isEqualTo(64);
  }

  private static EncoderSpec reading(CodeReadout readout) {
    return new EncoderSpec(
        10, 1, LatentKind.DETERMINISTIC, 3, EncoderTime.FIXED, readout, Conditioning.SHIFT, 16);
  }

  private static EncoderSpec encoder(int depth, double widen, int channels, double spread) {
    return new EncoderSpec(
        depth,
        widen,
        LatentKind.DETERMINISTIC,
        channels,
        EncoderTime.GIVEN,
        new CodeReadout.Pooled(),
        Conditioning.SHIFT,
        spread);
  }

  @Test
  void encodersThatCannotBeAreRefused() {
    refused(() -> encoder(4, 1, 3, 16), "6n + 4");
    refused(() -> encoder(12, 1, 3, 16), "6n + 4");
    for (double widen : new double[] {-1, .1, 4096, Double.NaN}) {
      refused(() -> encoder(10, widen, 3, 16), "16 * widen");
    }
    assertThat(encoder(10, 256, 3, 16).lastWidth()).isEqualTo(4 * 4096);
    refused(() -> encoder(10, 257, 3, 16), "16 * widen");
    refused(() -> encoder(10, 1, 0, 16), "channel");
    refused(() -> encoder(10, 1, 3, 0), "spread");
  }

  /** Activations have a quarter of the image's side, rounded up; cells are at least 4 a side. */
  @Test
  void gridsAreTheCoarsestThatDivideTheActivations() {
    assertThat(CodeReadout.Spatial.of(3, 32)).isEqualTo(new CodeReadout.Spatial(3, 8, 4));
    assertThat(CodeReadout.Spatial.of(3, 28)).isEqualTo(new CodeReadout.Spatial(3, 7, 7));
    assertThat(CodeReadout.Spatial.of(3, 84)).isEqualTo(new CodeReadout.Spatial(3, 21, 7));
    assertThat(CodeReadout.Spatial.of(3, 10)).isEqualTo(new CodeReadout.Spatial(3, 3, 3));
    assertThat(CodeReadout.Spatial.sideOf(33)).isEqualTo(9);
  }

  @Test
  void readoutsThatCannotBeAreRefused() {
    refused(() -> new CodeReadout.Projected(0), "at least 1 value");
    refused(() -> new CodeReadout.Spatial(0, 8, 4), "at least 1 value");
    refused(() -> new CodeReadout.Spatial(1, 8, 0), "grid of 0");
    refused(() -> new CodeReadout.Spatial(1, 8, 3), "grid of 3");
    refused(() -> new CodeReadout.Spatial(1, 0, 4), "grid of 4");
    assertThat(new CodeReadout.Projected(1).size()).isOne();
    assertThat(new CodeReadout.Spatial(1, 8, 8).grid()).isEqualTo(8);
    assertThat(new CodeReadout.Spatial(1, 8, 1).grid()).isOne();
  }

  @Test
  void theFastestPrecisionIsChosenUnlessOneIsNamed() {
    assertThat(PrecisionChoice.AUTO.resolve(Precision.BFLOAT16)).isEqualTo(Precision.BFLOAT16);
    assertThat(PrecisionChoice.FLOAT32.resolve(Precision.BFLOAT16)).isEqualTo(Precision.FLOAT32);
    assertThat(PrecisionChoice.BFLOAT16.resolve(Precision.FLOAT32)).isEqualTo(Precision.BFLOAT16);
  }

  @Test
  void namesAndSizesAreTheirParts() {
    assertThat(new UNetLayer.Down(1, 2).name()).isEqualTo("down.1.2");
    assertThat(new UNetLayer.Bottom(1).name()).isEqualTo("bottom.1");
    assertThat(new UNetLayer.Up(0, 2).name()).isEqualTo("up.0.2");
    assertThat(Weights.RAW.file()).isEqualTo("weights.safetensors");
    assertThat(Weights.EMA.file()).isEqualTo("ema.safetensors");
    assertThat(new ParameterCount(3, 4).total()).isEqualTo(7);
  }

  private static void refused(ThrowingCallable what, String because) {
    assertThatIllegalArgumentException().isThrownBy(what).withMessageContaining(because);
  }
}
