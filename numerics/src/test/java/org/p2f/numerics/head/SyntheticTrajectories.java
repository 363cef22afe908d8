package org.p2f.numerics.head;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.trajectory.TrajectoriesHeader;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.TrajectorySplit;

/**
 * Noise with two factors in it, each visible at one time only: factor 0 has 4 classes and is seen
 * at {@link #COLOUR_TIME}, factor 1 has 2 classes and is seen at {@link #SIDE_TIME}.
 */
final class SyntheticTrajectories {

  static final List<Double> TIMES = List.of(0.0, 0.25, 0.5, 0.75, 1.0);
  static final int CODES = 8;
  static final int COLOUR = 0;
  static final int SIDE = 1;
  static final int COLOUR_TIME = 1;
  static final int SIDE_TIME = 2;

  /** Shift of the code's value that marks a class, in standard deviations of the noise. */
  private static final float SIGNAL = 4;

  private SyntheticTrajectories() {}

  /**
   * @param scale of one code value in 8, to spoil its size; 1 leaves it
   */
  static Path write(Path folder, int train, int test, float scale) throws IOException {
    var header =
        new TrajectoriesHeader(
            TIMES,
            CODES,
            train,
            test,
            List.of(
                new Factor("colour", List.of("a", "b", "c", "d")),
                new Factor("side", List.of("left", "right"))),
            Map.of());
    var path = folder.resolve("trajectories.safetensors");
    var writer = TrajectoriesWriter.open(path, header);
    var trainLabels = split(writer, TrajectorySplit.TRAIN, train, scale);
    var testLabels = split(writer, TrajectorySplit.TEST, test, scale);
    writer.finish(trainLabels, testLabels);
    return path;
  }

  private static int[][] split(
      TrajectoriesWriter writer, TrajectorySplit split, int images, float scale)
      throws IOException {
    var random = new RandomStreams(5).stream(split.name(), 0);
    var labels = new int[images][];
    try (var arena = Arena.ofConfined()) {
      var codes = arena.allocate((long) images * TIMES.size() * CODES * Float.BYTES, Float.BYTES);
      long at = 0;
      for (int i = 0; i < images; i++) {
        labels[i] = new int[] {random.nextInt(4), random.nextInt(2)};
        for (int t = 0; t < TIMES.size(); t++) {
          for (int c = 0; c < CODES; c++) {
            float value = (float) random.nextGaussian();
            value += t == COLOUR_TIME && c == labels[i][0] ? SIGNAL : 0;
            value += t == SIDE_TIME && c == 4 + labels[i][1] ? SIGNAL : 0;
            codes.setAtIndex(ValueLayout.JAVA_FLOAT, at++, c == 7 ? value * scale : value);
          }
        }
      }
      if (images > 0) {
        writer.write(split, 0, codes);
      }
    }
    return labels;
  }
}
