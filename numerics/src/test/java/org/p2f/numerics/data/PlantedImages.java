package org.p2f.numerics.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.tensor.Durability;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/**
 * Grey images of 8×8 pixels that are a sum of one of four broad patterns, one of four fine ones and
 * independent noise. The patterns are products of cosines, so all are orthogonal: six directions of
 * 64 hold all that varies but the noise, and the broad factor shows through more noise than the
 * fine one.
 */
public final class PlantedImages {
  private static final int SIDE = 8;
  private static final int CLASSES = 4;
  private static final double BROAD = 45;
  private static final double FINE = 25;
  private static final double NOISE = 20;
  private static final int MIDDLE = 128;

  private PlantedImages() {}

  /**
   * @param counts of images for training, validation and testing
   */
  public static void write(Path file, long seed, int... counts) throws IOException {
    int size = counts[0] + counts[1] + counts[2];
    var random = new RandomStreams(seed).stream("planted", 0);
    byte[] pixels = new byte[size * SIDE * SIDE];
    int[] labels = new int[2 * size];
    byte[] splits = new byte[size];
    for (int image = 0; image < size; image++) {
      int broad = random.nextInt(CLASSES);
      int fine = random.nextInt(CLASSES);
      labels[2 * image] = broad;
      labels[2 * image + 1] = fine;
      var split =
          image < counts[0]
              ? Split.TRAIN
              : image < counts[0] + counts[1] ? Split.VALIDATION : Split.TEST;
      splits[image] = (byte) split.code();
      draw(broad, fine, random, pixels, image * SIDE * SIDE);
    }
    var shape = ImageShape.square(1, SIDE);
    var names = List.of("0", "1", "2", "3");
    var statistics = new ChannelStatistics(shape);
    for (int image = 0; image < counts[0] + counts[1]; image++) {
      statistics.add(pixels, image * SIDE * SIDE);
    }
    var description =
        new DatasetFormat.Description(
            "planted",
            "npy",
            List.of(new Factor("broad", names), new Factor("fine", names)),
            List.of(statistics.mean()[0]),
            List.of(statistics.std()[0]));
    try (var writer =
        SafetensorsWriter.create(
            file,
            DatasetFormat.tensors(size, shape, 2),
            DatasetFormat.metadata(description),
            Durability.SYNCED)) {
      writer.write(DatasetFormat.IMAGES, MemorySegment.ofArray(pixels));
      writer.write(DatasetFormat.LABELS, MemorySegment.ofArray(labels));
      writer.write(DatasetFormat.SPLIT, MemorySegment.ofArray(splits));
    }
  }

  private static void draw(int broad, int fine, RandomGenerator random, byte[] pixels, int offset) {
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        double value =
            MIDDLE
                + BROAD * pattern(broad, 0, row, column)
                + FINE * pattern(fine, 2, row, column)
                + NOISE * random.nextGaussian();
        pixels[offset + row * SIDE + column] = (byte) Math.clamp(Math.round(value), 0, 255);
      }
    }
  }

  /** One of four products of cosines, of the frequencies {@code from}, {@code from} + 1, …. */
  private static double pattern(int which, int from, int row, int column) {
    int down = from + 1 + which / 2;
    int across = from + 1 + which % 2;
    return 2 * cosine(down, row) * cosine(across, column);
  }

  private static double cosine(int frequency, int at) {
    return Math.cos(Math.PI * frequency * (at + .5) / SIDE);
  }
}
