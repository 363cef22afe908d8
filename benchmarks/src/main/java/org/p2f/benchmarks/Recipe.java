package org.p2f.benchmarks;

import java.util.List;
import java.util.function.BiFunction;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.train.TrainingSpec;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.CodeReadout;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Penalty;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.spec.optimizer.Schedule;

/**
 * Ways to train a small encoder on the same images, of which the pace is compared.
 *
 * @param spec of a training of so many steps
 */
record Recipe(String name, BiFunction<ImageDataset, Long, TrainingSpec> spec) {

  private static final int DEPTH = 10;
  private static final int SMOOTH = 1;

  /** The published weighting, the code a mean of channels: what {@code tiny} was at first. */
  static Recipe plain() {
    return new Recipe(
        "plain",
        (data, steps) ->
            new TrainingSpec(
                new EncoderSpec(DEPTH, .5, LatentKind.DETERMINISTIC, data.channels()),
                new NcsnPlusPlusSpec(
                    8,
                    List.of(1, 2, 2),
                    1,
                    List.of(),
                    0,
                    data.height(),
                    data.channels(),
                    UNetOptions.published()),
                new VarianceExploding(.1, 10),
                Objective.drl(),
                new OptimizerSpec(3e-3, 50, 1, .99, .9, .999, 1e-8),
                PixelScaling.UNIT,
                64,
                steps,
                0,
                Precision.BFLOAT16,
                Layout.CHANNELS_LAST));
  }

  /** The preset {@code tiny}. */
  static Recipe tiny(LatentKind latent) {
    var network =
        new UNetOptions(
            UNetOptions.Embedding.FOURIER,
            UNetOptions.Block.DDPM,
            UNetOptions.ProgressiveOutput.NONE,
            UNetOptions.ProgressiveInput.NONE,
            UNetOptions.Combination.SUM,
            false,
            true,
            Conditioning.SCALE_SHIFT,
            SMOOTH,
            2);
    boolean gaussian = latent == LatentKind.GAUSSIAN;
    return new Recipe(
        gaussian ? "tiny-vdrl" : "tiny-drl",
        (data, steps) ->
            new TrainingSpec(
                    new EncoderSpec(
                        DEPTH,
                        1,
                        latent,
                        data.channels(),
                        EncoderTime.GIVEN,
                        CodeReadout.Spatial.of(32, data.height()),
                        Conditioning.SCALE_SHIFT,
                        SMOOTH),
                    new NcsnPlusPlusSpec(
                        16,
                        List.of(1, 2),
                        1,
                        List.of(),
                        0,
                        data.height(),
                        data.channels(),
                        network),
                    new VarianceExploding(.1, 20),
                    new Objective(
                        latent,
                        gaussian ? new Penalty(.06, 0, steps) : Penalty.constant(1e-5),
                        true,
                        Loss.IMAGE),
                    new OptimizerSpec(4e-3, 100, 1, .99, .9, .999, 1e-8, Schedule.COSINE),
                    PixelScaling.STANDARDISED,
                    128,
                    steps,
                    0,
                    Precision.BFLOAT16,
                    Layout.CHANNELS_LAST)
                .withReplicas(2));
  }
}
