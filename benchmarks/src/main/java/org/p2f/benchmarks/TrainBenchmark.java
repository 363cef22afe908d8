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

  static void run(Engine engine, List<Configuration> configurations) throws IOException {
    try (var images = ImageDataset.open(Images.draw(Images.directory()))) {
      for (var configuration : configurations) {
        for (var variant : Configuration.Variant.ALL) {
          try (var trainer = Trainer.start(engine, configuration.training(variant), images)) {
            var measured =
                Measurement.of(2, configuration.steps(), configuration.batch(), trainer::step);
            System.out.println(
                measured.json(
                    "train",
                    configuration.name(),
                    variant.precision().name().toLowerCase(Locale.ROOT),
                    variant.layout().name().toLowerCase(Locale.ROOT)));
          }
        }
      }
    }
  }
}
