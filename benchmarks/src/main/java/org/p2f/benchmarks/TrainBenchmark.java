package org.p2f.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.train.Trainer;

/** Whole training steps: batch, noise, forward pass, gradients, clipping, Adam, averages. */
final class TrainBenchmark {

  private TrainBenchmark() {}

  static void run(Engine engine, List<Configuration> configurations)
      throws IOException, InterruptedException {
    var directory = Images.directory();
    for (var configuration : configurations) {
      double operations = CountedWork.TRAIN.operationsAnImage(configuration);
      try (var images =
          ImageDataset.open(Images.draw(directory, configuration.side(), configuration.batch()))) {
        for (var variant : Configuration.Variant.ALL) {
          measure(engine, configuration, variant, images, operations);
        }
      }
    }
  }

  private static void measure(
      Engine engine,
      Configuration configuration,
      Configuration.Variant variant,
      ImageDataset images,
      double operations)
      throws IOException {
    try (var trainer = Trainer.start(engine, configuration.training(variant), images)) {
      var measured = Measurement.of(2, configuration.steps(), configuration.batch(), trainer::step);
      System.out.println(
          measured.json(
              "train",
              configuration.name(),
              variant.precision().name().toLowerCase(Locale.ROOT),
              variant.layout().name().toLowerCase(Locale.ROOT),
              operations,
              PeakBenchmark.gigaflops(engine, variant.precision())));
    }
  }
}
