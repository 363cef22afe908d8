package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.data.PixelScaling;

class TrainingImagesTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  @TempDir Path folder;

  /** What black and white become. */
  @Test
  void pixelsAreLeftCentredOrStandardised() throws IOException {
    try (var data = ImageDataset.open(TinyRun.dataset(folder, 1))) {
      int channels = data.channels();
      assertSeen(data, PixelScaling.UNIT, new double[channels], ones(channels, 1));
      assertSeen(data, PixelScaling.CENTRED, ones(channels, -1), ones(channels, 1));
      assertSeen(
          data,
          PixelScaling.STANDARDISED,
          IntStream.range(0, channels).mapToDouble(c -> -data.mean()[c] / data.std()[c]).toArray(),
          IntStream.range(0, channels)
              .mapToDouble(c -> (1 - data.mean()[c]) / data.std()[c])
              .toArray());
    }
  }

  private static double[] ones(int channels, double value) {
    return IntStream.range(0, channels).mapToDouble(c -> value).toArray();
  }

  private static void assertSeen(
      ImageDataset data, PixelScaling scaling, double[] black, double[] white) {
    var tiny = TinyRun.spec(1);
    var spec =
        new TrainingSpec(
            tiny.encoder(),
            tiny.scoreNetwork(),
            tiny.sde(),
            tiny.objective(),
            tiny.optimizer(),
            scaling,
            tiny.batchSize(),
            tiny.steps(),
            tiny.seed(),
            tiny.precision(),
            tiny.layout());
    try (var images = new TrainingImages(ENGINE, spec, data)) {
      var preprocessing = images.preprocessing();
      float[] mean = images.mean().toFloatArray();
      float[] std = images.std().toFloatArray();
      for (int c = 0; c < data.channels(); c++) {
        double shift = preprocessing.mean().get(c);
        double scale = preprocessing.std().get(c);
        assertThat(-shift / scale).isCloseTo(black[c], within(1e-12));
        assertThat((1 - shift) / scale).isCloseTo(white[c], within(1e-12));
        assertThat(mean[c]).isEqualTo((float) shift);
        assertThat(std[c]).isEqualTo((float) scale);
      }
    }
  }
}
