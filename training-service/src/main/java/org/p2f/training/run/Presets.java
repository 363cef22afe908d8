package org.p2f.training.run;

import java.util.List;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.spec.optimizer.Schedule;
import org.p2f.training.network.EncoderPlan;
import org.p2f.training.network.ScoreNetworkPlan;
import org.p2f.training.run.TrainingPlan.CheckpointPlan;

/** The presets, smallest first. */
final class Presets {
  private static final Sde PUBLISHED_DIFFUSION = VarianceExploding.published();

  /** Of standardised pixels: x_t shows all at the one end and not even colours at the other. */
  private static final Sde NOISE_THAT_HIDES = new VarianceExploding(.1, 20);

  private static final double PUBLISHED_PENALTY = 1e-5;
  private static final CheckpointPlan EVERY_MINUTE = new CheckpointPlan(1_000, 60, 2, null);

  /** Standard deviation of frequencies at which near times have most in common. */
  private static final double SMOOTH = 1;

  private static final Preset TINY =
      new Preset(
          "tiny",
          "Learns in minutes on two cores: small networks, errors of images, a price on codes",
          1_500,
          128,
          2,
          new EncoderPlan(
              10,
              64,
              EncoderTime.GIVEN,
              EncoderPlan.Readout.SPATIAL,
              32,
              Conditioning.SCALE_SHIFT,
              SMOOTH),
          new ScoreNetworkPlan(
              ScoreNetworkPlan.Kind.NCSN_PLUS_PLUS,
              16,
              List.of(1, 2),
              1,
              List.of(),
              0,
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
                  2)),
          List.of(1, 2),
          NOISE_THAT_HIDES,
          new ImageSettings(PixelScaling.STANDARDISED, null),
          new Preset.PresetPenalty(PUBLISHED_PENALTY, .06, 0, 1),
          Loss.IMAGE,
          new OptimizerSpec(4e-3, 100, 1, .99, .9, .999, 1e-8, Schedule.COSINE),
          new CheckpointPlan(200, 60, 2, null),
          "See docs/results.md",
          "102 s on two cores for images of 16 pixels, at 68 ms a step",
          null);

  private static final Preset SMALL =
      new Preset(
          "small",
          "The published small networks and settings (Mittal et al., arXiv:2210.13774)",
          250_000,
          100,
          1,
          new EncoderPlan(28, 128),
          new ScoreNetworkPlan(16, List.of(1, 2, 2, 2), 2, List.of(16), .1),
          List.of(1, 2, 2),
          PUBLISHED_DIFFUSION,
          ImageSettings.NONE,
          Preset.PresetPenalty.constant(PUBLISHED_PENALTY),
          Loss.PUBLISHED,
          new OptimizerSpec(2e-4, 5_000, 1, .999, .9, .999, 1e-8, Schedule.CONSTANT),
          EVERY_MINUTE,
          "Published: heads that see codes of several t classify better than the best that sees one;"
              + " not trained to its end here",
          "0.58 s a step in bfloat16 on two cores (float32: 0.95 s), measured at 32 pixels",
          null);

  private static final String COST_AT_32_PIXELS =
      "40 hours in bfloat16 on two cores, at the 0.58 s a step of small";

  static final List<Preset> ALL =
      List.of(
          TINY,
          SMALL,
          SMALL.published("paper-cifar10", "CIFAR-10", 32, COST_AT_32_PIXELS),
          SMALL.published("paper-cifar100", "CIFAR-100", 32, COST_AT_32_PIXELS),
          SMALL.published(
              "paper-mini-imagenet",
              "Mini-ImageNet",
              84,
              "14 days in bfloat16 on two cores, at 5.0 s a step; 7 GiB"),
          SMALL.published("paper-synthetic", "the synthetic factors", 32, COST_AT_32_PIXELS),
          SMALL.published("paper-cmnist", "Colored-MNIST", 32, COST_AT_32_PIXELS),
          SMALL.published(
              "paper-celeba",
              "CelebA",
              64,
              "6.7 days in bfloat16 on two cores, at 2.3 s a step; 4 GiB"));

  private Presets() {}
}
