package org.p2f.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.trajectory.TrajectoriesHeader;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.TrajectorySplit;

/**
 * Trajectories of noise with one factor of ten classes, of the published sizes: eleven times, 128
 * values. What heads learn of them is nothing; how long they take does not depend on it.
 */
record RandomTrajectories(int train, int test, DataType stored) {

  static final int TIMES = 11;
  static final int CODES = 128;
  static final int CLASSES = 10;

  /** Images of a shard; their codes are held in memory. */
  private static final int SHARD = 20_000;

  /** Equally spaced from 0 to 1. */
  static List<Double> times() {
    return IntStream.range(0, TIMES).mapToObj(i -> i / (double) (TIMES - 1)).toList();
  }

  Path write(Path directory) throws IOException {
    var names = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
    var header =
        new TrajectoriesHeader(
            times(),
            CODES,
            train,
            test,
            List.of(new Factor("class", names)),
            Map.of("made", "for a benchmark"));
    var file = directory.resolve("trajectories.safetensors");
    var writer = TrajectoriesWriter.open(file, header, stored);
    writer.finish(
        split(writer, TrajectorySplit.TRAIN, train), split(writer, TrajectorySplit.TEST, test));
    return file;
  }

  private static int[][] split(TrajectoriesWriter writer, TrajectorySplit split, int images)
      throws IOException {
    var random = new SplittableRandom(images);
    for (int from = 0; from < images; from += SHARD) {
      try (var arena = Arena.ofConfined()) {
        long values = (long) Math.min(SHARD, images - from) * TIMES * CODES;
        var codes = arena.allocate(ValueLayout.JAVA_FLOAT, values);
        for (long i = 0; i < values; i++) {
          codes.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (random.nextDouble() - .5));
        }
        writer.write(split, from, codes);
      }
    }
    return IntStream.range(0, images)
        .mapToObj(i -> new int[] {random.nextInt(CLASSES)})
        .toArray(int[][]::new);
  }
}
