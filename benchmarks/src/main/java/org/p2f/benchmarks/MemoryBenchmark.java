package org.p2f.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.train.Trainer;
import org.p2f.spec.network.Weights;

/**
 * Resident memory while the same work is done over and over: after the warm-up it should stay where
 * it is, whatever the number of steps and encodings.
 */
final class MemoryBenchmark {
  private static final int WARM_UP = 250;
  private static final int REPEATS = 2_000;
  private static final int EVERY = 250;
  private static final int BATCH = 128;

  private MemoryBenchmark() {}

  static void run(Engine engine, Configuration configuration) throws IOException {
    var directory = Images.directory();
    var variant = Configuration.Variant.ALL.getLast();
    try (var images = ImageDataset.open(Images.draw(directory))) {
      try (var trainer = Trainer.start(engine, configuration.training(variant), images)) {
        repeat("train", configuration, trainer::step);
        trainer.exportModel(directory);
      }
      encode(engine, configuration, variant, directory, images);
    }
  }

  private static void encode(
      Engine engine,
      Configuration configuration,
      Configuration.Variant variant,
      Path model,
      ImageDataset images)
      throws IOException {
    try (var arena = Arena.ofConfined();
        var encoder =
            Encoder.load(
                engine,
                ModelFiles.in(model, Weights.RAW),
                Weights.RAW,
                variant.precision(),
                variant.layout())) {
      long floats = (long) BATCH * Configuration.CHANNELS * Configuration.SIDE * Configuration.SIDE;
      var pixels = arena.allocate(ValueLayout.JAVA_FLOAT, floats);
      images.gather(IntStream.range(0, BATCH).toArray(), pixels);
      var codes =
          arena.allocate(
              ValueLayout.JAVA_FLOAT, (long) BATCH * configuration.encoder().latentSize());
      var times = new TimesOfRounds();
      repeat("encode", configuration, () -> encoder.encode(pixels, times.next(), codes));
    }
  }

  /** Another t each round, as callers have. */
  private static final class TimesOfRounds {
    private int round;

    double next() {
      return round++ % REPEATS / (double) REPEATS;
    }
  }

  private static void repeat(String work, Configuration configuration, Runnable once)
      throws IOException {
    for (int done = -WARM_UP; done <= REPEATS; done++) {
      if (done >= 0 && done % EVERY == 0) {
        System.gc(); // the heap's garbage is not what is looked for
        System.out.printf(
            "{\"bench\":\"memory\",\"work\":\"%s\",\"config\":\"%s\",\"done\":%d,\"residentMiB\":%d}%n",
            work, configuration.name(), done, ResidentMemory.mebibytes());
      }
      if (done < REPEATS) {
        once.run();
      }
    }
  }
}
