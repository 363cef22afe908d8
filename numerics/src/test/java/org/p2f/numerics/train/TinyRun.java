package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.p2f.numerics.data.DatasetImport;
import org.p2f.numerics.data.DatasetOptions;
import org.p2f.numerics.data.DatasetSource;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
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
import org.p2f.spec.objective.Weighting;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.spec.optimizer.Schedule;

/** A small run on generated images; as a program, it trains in a process of its own. */
public final class TinyRun {

  public static final int TRAIN_IMAGES = 27;

  private TinyRun() {}

  public static TrainingSpec spec(
      Objective objective, Precision precision, Layout layout, long steps) {
    return new TrainingSpec(
        new EncoderSpec(10, .25, objective.latent(), 3),
        new NcsnPlusPlusSpec(8, List.of(1, 2), 1, List.of(16), .1, 32, 3, UNetOptions.published()),
        VarianceExploding.published(),
        objective,
        OptimizerSpec.published().withWarmupSteps(4),
        PixelScaling.STANDARDISED,
        8,
        steps,
        7,
        precision,
        layout);
  }

  /** EDM, codes of places, scale and shift, patches, stratified times, a ramp and a cosine. */
  public static TrainingSpec withAllOptions(long steps) {
    var objective =
        new Objective(LatentKind.GAUSSIAN, new Penalty(.1, 2, 6), true, Loss.edm(Weighting.EDM));
    return new TrainingSpec(
        new EncoderSpec(
            10,
            .25,
            LatentKind.GAUSSIAN,
            3,
            EncoderTime.GIVEN,
            CodeReadout.Spatial.of(12, 32),
            Conditioning.SCALE_SHIFT,
            1),
        new NcsnPlusPlusSpec(
            8,
            List.of(1, 2),
            1,
            List.of(16),
            .1,
            32,
            3,
            UNetOptions.published().with(Conditioning.SCALE_SHIFT, 1, 2)),
        new VarianceExploding(.1, 10),
        objective,
        new OptimizerSpec(2e-4, 2, 1, .999, .9, .999, 1e-8, Schedule.COSINE),
        PixelScaling.STANDARDISED,
        8,
        steps,
        7,
        Precision.FLOAT32,
        Layout.CONTIGUOUS);
  }

  /** The same, where the score network is told zeros in place of that share of codes. */
  public static TrainingSpec withCodeDropout(TrainingSpec spec, double share) {
    var whole = spec.objective();
    var loss = whole.loss();
    return new TrainingSpec(
            spec.encoder(),
            spec.scoreNetwork(),
            spec.sde(),
            new Objective(
                whole.latent(),
                whole.penalty(),
                whole.scoreTerm(),
                new Loss(
                    loss.weighting(),
                    loss.preconditioning(),
                    loss.timeSteps(),
                    loss.timeDraws(),
                    loss.reduction(),
                    loss.reconstruction(),
                    loss.reconstructionWeight(),
                    loss.mixup(),
                    share),
                whole.dataStd()),
            spec.optimizer(),
            spec.pixels(),
            spec.batchSize(),
            spec.steps(),
            spec.seed(),
            spec.precision(),
            spec.layout())
        .with(spec.augmentation())
        .withBatchParts(spec.batchParts());
  }

  public static TrainingSpec spec(long steps) {
    return spec(Objective.vdrl(), Precision.FLOAT32, Layout.CONTIGUOUS, steps);
  }

  /** Writes a data set of generated images. */
  public static Path dataset(Path folder, long seed) {
    try {
      var file = folder.resolve("images-%d.safetensors".formatted(seed));
      DatasetImport.run(
          DatasetSource.synthetic(seed),
          new DatasetOptions("tiny", TRAIN_IMAGES, 5, seed),
          file,
          (fraction, images) -> {});
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes on with a run from a checkpoint to its last step, and writes another. */
  static void inAnotherProcess(
      Path dataset, long steps, Path from, Path to, int replicas, int threads) throws Exception {
    var log = to.resolveSibling(to.getFileName() + ".log");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                TinyRun.class.getName(),
                dataset.toString(),
                Long.toString(steps),
                from.toString(),
                Long.toString(steps),
                to.toString(),
                Integer.toString(replicas),
                Integer.toString(threads))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  /**
   * @param args data set, steps of the whole run, checkpoint to go on from, position to stop at,
   *     checkpoint to write, replicas, threads of the engine
   */
  public static void main(String[] args) throws IOException {
    try (var data = ImageDataset.open(Path.of(args[0]));
        var trainer =
            Trainer.resume(
                Engine.start(Engine.Target.CPU, Integer.parseInt(args[6])),
                spec(Long.parseLong(args[1])).withReplicas(Integer.parseInt(args[5])),
                data,
                Path.of(args[2]))) {
      while (trainer.position() < Long.parseLong(args[3])) {
        trainer.step();
      }
      trainer.saveCheckpoint(Path.of(args[4]));
    }
  }
}
