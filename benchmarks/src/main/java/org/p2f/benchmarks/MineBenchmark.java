package org.p2f.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.p2f.numerics.information.CodeRows;
import org.p2f.numerics.information.CriticMember;
import org.p2f.numerics.information.InformationMap;
import org.p2f.numerics.information.InformationProgress;
import org.p2f.numerics.information.MineSettings;
import org.p2f.numerics.information.MutualInformation;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.numerics.trajectory.TrajectoriesHeader;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.network.Precision;

/**
 * A whole map of mutual information: all critics in one program, against the same critics one after
 * another in this process, and in plain PyTorch.
 */
final class MineBenchmark {
  private static final int TIMES = 11;
  private static final int WIDTH = 64;
  private static final int IMAGES = 4_000;
  private static final int STEPS = 200;

  /** Of the critic's two hidden layers. */
  private static final int HIDDEN = 256;

  /** A product forward and two back, a multiplication and an addition each. */
  private static final double OPERATIONS = 6;

  /** One after another they take longer; the rest is as these. */
  private static final int ALONE = 6;

  private static final PeerScript PEER = new PeerScript("mine", "mine.py");

  private MineBenchmark() {}

  static void run(Engine engine) throws IOException, InterruptedException {
    var members = InformationMap.members(1, TIMES, 1).stream().filter(m -> !m.shuffled()).toList();
    double peer = peer(members.size());
    try (var trajectories = Trajectories.open(draw(Images.directory()));
        var codes = CodeRows.of(engine, trajectories, TrajectorySplit.TRAIN, IMAGES, false)) {
      for (var precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
        var settings =
            new MineSettings(STEPS, MineSettings.BATCH, MineSettings.LEARNING_RATE, 1, precision);
        var warmUp = List.of(members.subList(0, ALONE));
        seconds(engine, codes, warmUp, settings);
        double together = seconds(engine, codes, List.of(members), settings);
        var alone = members.subList(0, ALONE).stream().map(List::of).toList();
        seconds(engine, codes, alone.subList(0, 1), settings);
        double oneByOne = seconds(engine, codes, alone, settings) * members.size() / ALONE;
        System.out.printf(
            Locale.ROOT,
            "{\"bench\":\"mine\",\"precision\":\"%s\",\"members\":%d,\"threads\":%d,\"steps\":%d,\"codes\":%d,\"seconds\":%.2f,\"secondsOneByOne\":%.2f,\"speedup\":%.2f,\"msPerMemberStep\":%.3f,\"peakShare\":%.3f%s}%n",
            precision.name().toLowerCase(Locale.ROOT),
            members.size(),
            engine.threads(),
            STEPS,
            WIDTH,
            together,
            oneByOne,
            oneByOne / together,
            1e3 * together / members.size() / STEPS,
            members.size()
                * STEPS
                * operationsAStep()
                / together
                / 1e9
                / PeakBenchmark.gigaflops(engine, org.p2f.numerics.program.Precision.of(precision)),
            Double.isNaN(peer)
                ? ""
                : String.format(Locale.ROOT, ",\"speedupOverPeer\":%.2f", peer / together));
      }
    }
  }

  /**
   * Of one critic: the first layer's halves once for each pair, the rest for those that belong
   * together and for those that do not.
   */
  private static double operationsAStep() {
    return OPERATIONS * MineSettings.BATCH * 2 * HIDDEN * (WIDTH + HIDDEN + 1);
  }

  private static double seconds(
      Engine engine, CodeRows codes, List<List<CriticMember>> stacks, MineSettings settings) {
    long begun = System.nanoTime();
    for (var stack : stacks) {
      var _ =
          new MutualInformation(engine)
              .estimate(List.of(codes), stack, settings, InformationProgress.SILENT);
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  /** Seconds of the same critics in plain PyTorch; NaN where there is none. */
  private static double peer(int members) throws IOException, InterruptedException {
    return PEER.run(List.of(WIDTH, IMAGES, STEPS, ALONE, members)).stream()
        .mapToDouble(line -> line.path("seconds").asDouble())
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Trajectories whose codes at neighbouring times are alike. */
  private static Path draw(Path directory) throws IOException {
    var file = Files.createDirectories(directory).resolve("trajectories.safetensors");
    var times = new ArrayList<Double>();
    for (int i = 0; i < TIMES; i++) {
      times.add(i / (TIMES - 1.0));
    }
    var header =
        new TrajectoriesHeader(
            times, WIDTH, IMAGES, 1, List.of(new Factor("none", List.of("a", "b"))), Map.of());
    var random = new Random(1);
    var writer = TrajectoriesWriter.open(file, header);
    for (var split : TrajectorySplit.values()) {
      int images = split == TrajectorySplit.TRAIN ? IMAGES : 1;
      try (var arena = Arena.ofConfined()) {
        long count = (long) images * TIMES * WIDTH;
        var z = arena.allocate(ValueLayout.JAVA_FLOAT, count);
        for (long i = 0; i < count; i++) {
          z.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) Math.abs(random.nextGaussian()));
        }
        writer.write(split, 0, z);
      }
    }
    writer.finish(new int[IMAGES][1], new int[1][1]);
    return file;
  }
}
