package org.p2f.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.HeadProgress;
import org.p2f.numerics.head.HeadTrainer;
import org.p2f.numerics.head.HeadWork;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.head.AttentionMask;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.HeadSettings;

/**
 * Sweeps of heads over learning rates, seeds and times: all together, the same members one after
 * another in this process, and a few of them by plain PyTorch where it is installed.
 */
final class SweepBenchmark {

  private static final int TRAIN = 2900;
  private static final int TEST = 256;
  private static final int BATCH = 256;

  /** Of an epoch: a tenth of the images is held out. */
  private static final int STEPS = TRAIN * 9 / 10 / BATCH;

  /**
   * @param peerMembers how many of them PyTorch trains; the rest would take no less each
   */
  private record Sweep(String name, List<Head> heads, int seeds, int epochs, int peerMembers) {

    List<HeadMember> members() {
      var members = new ArrayList<HeadMember>();
      for (var head : heads) {
        for (double rate : HeadSettings.LEARNING_RATES) {
          for (int seed = 0; seed < seeds; seed++) {
            members.add(new HeadMember(head, rate, seed));
          }
        }
      }
      return members;
    }

    /** Floating-point operations of the members' training steps; evaluations are not counted. */
    double operations() {
      return members().stream()
          .mapToDouble(
              member ->
                  (double) epochs
                      * STEPS
                      * HeadWork.step(
                          member
                              .head()
                              .spec(
                                  RandomTrajectories.CODES,
                                  RandomTrajectories.CLASSES,
                                  RandomTrajectories.times()),
                          BATCH))
          .sum();
    }
  }

  private static final List<Sweep> SWEEPS =
      List.of(
          new Sweep(
              "mlp",
              IntStream.range(0, RandomTrajectories.TIMES).<Head>mapToObj(Head.Mlp::new).toList(),
              3,
              4,
              8),
          new Sweep("gru", List.of(new Head.Gru()), 2, 2, 3),
          new Sweep("transformer", List.of(new Head.Transformer(2, AttentionMask.NONE)), 2, 2, 2));

  private SweepBenchmark() {}

  static void run(Engine engine) throws IOException, InterruptedException {
    var peer = peer();
    var file = new RandomTrajectories(TRAIN, TEST, DataType.F32).write(Images.directory());
    try (var trajectories = Trajectories.open(file)) {
      for (var sweep : SWEEPS) {
        var members = sweep.members();
        train(engine, trajectories, members.subList(0, 1), 1); // warms up
        double together = train(engine, trajectories, members, sweep.epochs());
        double apart = 0;
        for (var member : members) {
          apart += train(engine, trajectories, List.of(member), sweep.epochs());
        }
        var line =
            new StringBuilder(
                String.format(
                    Locale.ROOT,
                    "{\"bench\":\"sweep\",\"head\":\"%s\",\"members\":%d,\"epochs\":%d,\"stepsPerEpoch\":%d,"
                        + "\"seconds\":%.2f,\"secondsOneAfterAnother\":%.2f,\"speedup\":%.2f,\"peakShare\":%.3f",
                    sweep.name(),
                    members.size(),
                    sweep.epochs(),
                    STEPS,
                    together,
                    apart,
                    apart / together,
                    sweep.operations()
                        / together
                        / 1e9
                        / PeakBenchmark.gigaflops(engine, Precision.FLOAT32)));
        Double each = peer.get(sweep.name());
        if (each != null) {
          line.append(
              String.format(
                  Locale.ROOT,
                  ",\"peerSecondsPerMember\":%.4f,\"speedupOverPeer\":%.2f",
                  each,
                  each * members.size() / together));
        }
        System.out.println(line.append('}'));
      }
    }
  }

  private static double train(
      Engine engine, Trajectories trajectories, List<HeadMember> members, int epochs) {
    var settings = new HeadSettings(epochs, BATCH, HeadSettings.Scaling.RAW);
    long begun = System.nanoTime();
    new HeadTrainer(engine).train(trajectories, 0, members, settings, HeadProgress.SILENT);
    return (System.nanoTime() - begun) / 1e9;
  }

  /** Seconds of one member in plain PyTorch, by head; nothing where there is none. */
  private static Map<String, Double> peer() throws IOException, InterruptedException {
    var arguments =
        new ArrayList<Object>(
            List.of(
                TRAIN,
                RandomTrajectories.TIMES,
                RandomTrajectories.CODES,
                RandomTrajectories.CLASSES,
                BATCH));
    SWEEPS.forEach(s -> arguments.add(s.name() + ":" + s.epochs() + ":" + s.peerMembers()));
    var seconds = new HashMap<String, Double>();
    for (var line : new PeerScript("sweep", "sweep.py").run(arguments)) {
      seconds.put(line.path("head").asString(), line.path("secondsPerMember").asDouble());
    }
    return seconds;
  }
}
