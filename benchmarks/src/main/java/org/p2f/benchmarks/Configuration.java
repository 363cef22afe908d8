package org.p2f.benchmarks;

import java.util.List;
import java.util.stream.Stream;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.train.TrainingSpec;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.optimizer.OptimizerSpec;

/**
 * Networks of which the speed is measured.
 *
 * @param side height and width of the images, of 3 channels
 * @param steps training steps that are timed
 */
record Configuration(
    String name,
    EncoderSpec encoder,
    ScoreNetworkSpec scoreNetwork,
    int side,
    int batch,
    int steps) {

  static final int SIDE = 32;
  static final int CHANNELS = 3;

  /** Of the preset for a first look. */
  static Configuration tiny() {
    return new Configuration(
        "tiny",
        new EncoderSpec(10, 1, LatentKind.DETERMINISTIC, CHANNELS),
        new NcsnPlusPlusSpec(
            8, List.of(1, 2, 2), 1, List.of(), 0, SIDE, CHANNELS, UNetOptions.published()),
        SIDE,
        64,
        20);
  }

  /** The published small networks: NCSN++ with 16 features, WRN-28-2. */
  static Configuration small() {
    return small("small", SIDE, 6);
  }

  /** The same for CelebA, as the preset {@code paper-celeba}. */
  static Configuration celeba() {
    return small("paper-celeba", 64, 2);
  }

  /** The same for Mini-ImageNet, as the preset {@code paper-mini-imagenet}. */
  static Configuration miniImageNet() {
    return small("paper-mini-imagenet", 84, 2);
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  static Configuration named(String name) {
    return Stream.of(tiny(), small(), celeba(), miniImageNet())
        .filter(configuration -> configuration.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No configuration " + name));
  }

  private static Configuration small(String name, int side, int steps) {
    return new Configuration(
        name,
        new EncoderSpec(28, 2, LatentKind.DETERMINISTIC, CHANNELS),
        ScoreNetworkSpec.small(side, CHANNELS),
        side,
        100,
        steps);
  }

  /** A way to compute. */
  record Variant(Precision precision, Layout layout) {

    /** The published way first: the others are compared with it. */
    static final List<Variant> ALL =
        List.of(
            new Variant(Precision.FLOAT32, Layout.CONTIGUOUS),
            new Variant(Precision.FLOAT32, Layout.CHANNELS_LAST),
            new Variant(Precision.BFLOAT16, Layout.CHANNELS_LAST));
  }

  TrainingSpec training(Variant variant) {
    return new TrainingSpec(
        encoder,
        scoreNetwork,
        VarianceExploding.published(),
        Objective.drl(),
        OptimizerSpec.published(),
        PixelScaling.UNIT,
        batch,
        1_000_000,
        1,
        variant.precision(),
        variant.layout());
  }
}
