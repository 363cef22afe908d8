package org.p2f.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2f.numerics.head.Head;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.HeadProgress;
import org.p2f.numerics.head.HeadSettings;
import org.p2f.numerics.head.HeadTrainer;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.trajectory.Trajectories;

/**
 * An evaluation of trajectories larger than memory: how much of it stays resident, and how long an
 * epoch takes.
 */
final class ScaleBenchmark {

  private static final int TEST = 10_000;
  private static final List<Integer> TIMES = List.of(0, 5, 10);
  private static final List<Double> RATES = List.of(1e-3, 1e-4);

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
  }
}
