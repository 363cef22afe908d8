package org.p2f.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.p2f.numerics.augment.Augmenter;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.train.Trainer;
import org.p2f.spec.data.Augmentation;

/**
 * What a training step spends on its images: the work of one thread to make a batch, as a share of
 * the step, and the share of the step in which it waited for it. The work goes on while the step is
 * computed, so the first share is more than what it costs.
 */
final class DataBenchmark {
  private static final int WARM_UPS = 3;

  /** Fastest on the machines that have it: a step that leaves the least room for images. */
  private static final Configuration.Variant VARIANT =
      new Configuration.Variant(Precision.BFLOAT16, Layout.CHANNELS_LAST);

  private DataBenchmark() {}

  static void run(Engine engine, List<Configuration> configurations) throws IOException {
    try (var images = ImageDataset.open(Images.draw(Images.directory()))) {
      for (var configuration : configurations) {
        for (var augmentation : Augmentation.values()) {
          System.out.println(line(engine, images, configuration, augmentation));
        }
      }
    }
  }

  private static String line(
      Engine engine, ImageDataset images, Configuration configuration, Augmentation augmentation) {
    try (var trainer =
        Trainer.start(engine, configuration.training(VARIANT).with(augmentation), images)) {
      for (int i = 0; i < WARM_UPS; i++) {
        trainer.step();
      }
      long waited = trainer.waitedForData().toNanos();
      long begun = System.nanoTime();
      for (int i = 0; i < configuration.steps(); i++) {
        trainer.step();
      }
      double steps = System.nanoTime() - begun;
      double waiting = trainer.waitedForData().toNanos() - waited;
      double step = steps / configuration.steps() / 1e6;
      var batch = batch(images, configuration.batch(), augmentation);
      return String.format(
          Locale.ROOT,
          "{\"bench\":\"data\",\"config\":\"%s\",\"augmentation\":\"%s\",\"stepMs\":%.2f,"
              + "\"batchMs\":%.3f,\"workShare\":%.4f,\"waitShare\":%.4f}",
          configuration.name(),
          augmentation.name().toLowerCase(Locale.ROOT),
          step,
          batch.medianMillis(),
          batch.medianMillis() / step,
          waiting / steps);
    }
  }

  /** By one thread, with nothing beside it. */
  private static Measurement batch(ImageDataset images, int size, Augmentation augmentation) {
    var augmenter = Augmenter.of(augmentation, images.channels(), images.height());
    var streams = new RandomStreams(1);
    var pixels = new byte[images.channels() * images.height() * images.width()];
    var floats = new float[pixels.length];
    return Measurement.of(
        20,
        50,
        size,
        () -> {
          for (int image = 0; image < size; image++) {
            images.pixels(image).asByteBuffer().get(pixels);
            augmenter.augment(pixels, streams.stream("bench", image), floats);
          }
        });
  }
}
