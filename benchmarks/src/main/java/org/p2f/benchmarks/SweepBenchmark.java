package org.p2f.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.p2f.numerics.data.Factor;
import org.p2f.numerics.head.AttentionMask;
import org.p2f.numerics.head.Head;
import org.p2f.numerics.head.HeadMember;
import org.p2f.numerics.head.HeadProgress;
import org.p2f.numerics.head.HeadSettings;
import org.p2f.numerics.head.HeadTrainer;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.numerics.trajectory.TrajectoriesHeader;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import org.p2f.numerics.trajectory.TrajectorySplit;

/**
 * Sweeps of heads over learning rates, seeds and times: all together, the same members one after
 * another in this process, and a few of them by plain PyTorch where it is installed.
 */
final class SweepBenchmark {

  private static final int TRAIN = 2900;
  private static final int TEST = 256;
  private static final int TIMES = 11;
  private static final int CODES = 128;
  private static final int CLASSES = 10;
  private static final int BATCH = 256;

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
  }

  private static final List<Sweep> SWEEPS =
      List.of(
          new Sweep(
              "mlp", IntStream.range(0, TIMES).<Head>mapToObj(Head.Mlp::new).toList(), 3, 4, 8),
          new Sweep("gru", List.of(new Head.Gru()), 2, 2, 3),
          new Sweep("transformer", List.of(new Head.Transformer(2, AttentionMask.NONE)), 2, 2, 2));

  private SweepBenchmark() {}

  static void run(Engine engine) throws IOException, InterruptedException {
    var peer = peer();
    try (var trajectories = Trajectories.open(write(Images.directory()))) {
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
                        + "\"seconds\":%.2f,\"secondsOneAfterAnother\":%.2f,\"speedup\":%.2f",
                    sweep.name(),
                    members.size(),
                    sweep.epochs(),
                    TRAIN * 9 / 10 / BATCH,
                    together,
                    apart,
                    apart / together));
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

  private static Path write(Path directory) throws IOException {
    var names = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
    var header =
        new TrajectoriesHeader(
            IntStream.range(0, TIMES).mapToObj(i -> i / (double) (TIMES - 1)).toList(),
            CODES,
            TRAIN,
            TEST,
            List.of(new Factor("class", names)),
            Map.of("made", "for a benchmark"));
    var file = directory.resolve("trajectories.safetensors");
    var writer = TrajectoriesWriter.open(file, header);
    writer.finish(
        split(writer, TrajectorySplit.TRAIN, TRAIN), split(writer, TrajectorySplit.TEST, TEST));
    return file;
  }

  private static int[][] split(TrajectoriesWriter writer, TrajectorySplit split, int images)
      throws IOException {
    var random = new SplittableRandom(images);
    try (var arena = Arena.ofConfined()) {
      long values = (long) images * TIMES * CODES;
      var codes = arena.allocate(ValueLayout.JAVA_FLOAT, values);
      for (long i = 0; i < values; i++) {
        codes.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
      }
      writer.write(split, 0, codes);
    }
    return IntStream.range(0, images)
        .mapToObj(i -> new int[] {random.nextInt(CLASSES)})
        .toArray(int[][]::new);
  }

  /** Seconds of one member by plain PyTorch, or nothing, and a line that says why. */
  private static Map<String, Double> peer() throws IOException, InterruptedException {
    var script = Path.of(System.getProperty("p2f.checkout", "."), "benchmarks/peers/sweep.py");
    var python = System.getenv().getOrDefault("P2F_PYTHON", "python3");
    var seconds = new HashMap<String, Double>();
    if (!Files.exists(script)) {
      System.err.println("No " + script + ": the peer is skipped.");
      return seconds;
    }
    var command = new ArrayList<>(List.of(python, script.toString()));
    for (int size : new int[] {TRAIN, TIMES, CODES, CLASSES, BATCH}) {
      command.add(Integer.toString(size));
    }
    SWEEPS.forEach(s -> command.add(s.name() + ":" + s.epochs() + ":" + s.peerMembers()));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      System.err.println("No " + python + ": the peer is skipped.");
      return seconds;
    }
    var pattern = Pattern.compile("\"head\": \"(\\w+)\".*\"secondsPerMember\": ([0-9.]+)");
    try (var lines = process.inputReader()) {
      lines
          .lines()
          .forEach(
              line -> {
                System.out.println(line);
                var match = pattern.matcher(line);
                if (match.find()) {
                  seconds.put(match.group(1), Double.valueOf(match.group(2)));
                }
              });
    }
    process.waitFor();
    return seconds;
  }
}
