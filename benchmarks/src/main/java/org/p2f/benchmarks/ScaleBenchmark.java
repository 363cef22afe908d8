package org.p2f.benchmarks;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.HeadProgress;
import org.p2f.numerics.head.HeadTrainer;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.trajectory.NearestCodes;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.HeadSettings;

/**
 * An evaluation of trajectories larger than memory: how much of it stays resident, and how long an
 * epoch takes; and an exact search among all of its images.
 */
final class ScaleBenchmark {

  private static final int TEST = 10_000;
  private static final List<Integer> TIMES = List.of(0, 5, 10);
  private static final List<Double> RATES = List.of(1e-3, 1e-4);

  /** Images that a search finds. */
  private static final int KEPT = 10;

  private ScaleBenchmark() {}

  /** As many as P2F_BENCH_IMAGES says, or a million. */
  static int images() {
    return Integer.parseInt(System.getenv().getOrDefault("P2F_BENCH_IMAGES", "1000000"));
  }

  /**
   * @param images of the training split
   */
  static void run(Engine engine, int images) throws IOException {
    long begun = System.nanoTime();
    var file = new RandomTrajectories(images, TEST, DataType.F16).write(Images.directory());
    double written = (System.nanoTime() - begun) / 1e9;
    var members = new ArrayList<HeadMember>();
    for (int time : TIMES) {
      for (double rate : RATES) {
        members.add(new HeadMember(new Head.Mlp(time), rate, 0));
      }
    }
    begun = System.nanoTime();
    try (var trajectories = Trajectories.open(file)) {
      new HeadTrainer(engine)
          .train(
              trajectories, 0, members, HeadSettings.PUBLISHED.withEpochs(1), HeadProgress.SILENT);
    }
    System.out.printf(
        Locale.ROOT,
        "{\"bench\":\"scale\",\"images\":%d,\"times\":%d,\"codes\":%d,\"stored\":\"float16\",\"fileMiB\":%d,"
            + "\"writeSeconds\":%.1f,\"members\":%d,\"epochs\":1,\"seconds\":%.1f,\"peakRssMiB\":%d}%n",
        images,
        RandomTrajectories.TIMES,
        RandomTrajectories.CODES,
        Files.size(file) >> 20,
        written,
        members.size(),
        (System.nanoTime() - begun) / 1e9,
        ResidentMemory.peakMebibytes());
    try (var trajectories = Trajectories.open(file)) {
      search(trajectories);
      search(trajectories); // what of the file is in memory by then
    }
  }

  /** The images nearest to one at one time, by looking at all. */
  private static void search(Trajectories trajectories) {
    NearestCodes codes = trajectories.nearestCodes(TrajectorySplit.TRAIN);
    int time = TIMES.get(1);
    float[] code =
        trajectories
            .codes(TrajectorySplit.TRAIN, codes.images() / 2, 1)
            .toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    int from = time * trajectories.codes();
    float[] query = Arrays.copyOfRange(code, from, from + trajectories.codes());
    long begun = System.nanoTime();
    List<NearestCodes.Found> found =
        codes.find(time, query, NearestCodes.Metric.COSINE, NearestCodes.Order.NEAREST, KEPT, null);
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (found.getFirst().row() != codes.images() / 2) {
      throw new IllegalStateException("An image's nearest is not itself but " + found.getFirst());
    }
    System.out.printf(
        Locale.ROOT,
        "{\"bench\":\"scale\",\"search\":\"exact\",\"images\":%d,\"codes\":%d,\"keep\":%d,\"seconds\":%.2f}%n",
        codes.images(),
        trajectories.codes(),
        KEPT,
        seconds);
  }
}
