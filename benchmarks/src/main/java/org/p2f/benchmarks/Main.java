package org.p2f.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2f.benchmarks.serve.ServeBenchmark;
import org.p2f.benchmarks.serve.SoakBenchmark;
import org.p2f.numerics.program.Engine;

/** {@code ./p2f bench NAME}: one JSON object a line. */
public final class Main {

  private static final int USAGE = 2;

  private static final List<Configuration> CONFIGURATIONS =
      List.of(Configuration.tiny(), Configuration.small());

  private static final List<Configuration> TRAINED =
      List.of(
          Configuration.tiny(),
          Configuration.small(),
          Configuration.celeba(),
          Configuration.miniImageNet());

  private static final Map<String, Benchmark> BENCHMARKS = new LinkedHashMap<>();

  static {
    BENCHMARKS.put("train", engine -> TrainBenchmark.run(engine, TRAINED));
    BENCHMARKS.put("learn", engine -> LearnBenchmark.run(engine, Images.directory()));
    BENCHMARKS.put("sample", engine -> SampleBenchmark.run(engine, Images.directory()));
    BENCHMARKS.put("encode", engine -> EncodeBenchmark.run(engine, CONFIGURATIONS));
    BENCHMARKS.put("memory", engine -> MemoryBenchmark.run(engine, Configuration.tiny()));
    BENCHMARKS.put("data", engine -> DataBenchmark.run(engine, CONFIGURATIONS));
    BENCHMARKS.put("sweep", SweepBenchmark::run);
    BENCHMARKS.put("scale", engine -> ScaleBenchmark.run(engine, ScaleBenchmark.images()));
    BENCHMARKS.put("mine", MineBenchmark::run);
    BENCHMARKS.put("serve", engine -> ServeBenchmark.run(engine, Images.directory()));
    BENCHMARKS.put("soak", engine -> SoakBenchmark.run(Images.directory(), soakLength()));
  }

  @FunctionalInterface
  private interface Benchmark {
    void run(Engine engine) throws IOException, InterruptedException;
  }

  private Main() {}

  private static Duration soakLength() {
    String minutes = System.getenv().getOrDefault("P2F_SOAK_MINUTES", "10");
    return Duration.ofSeconds(Math.round(60 * Double.parseDouble(minutes)));
  }

  public static void main(String[] words) throws Exception {
    var benchmark = BENCHMARKS.get(words.length == 1 ? words[0] : "");
    if (benchmark == null) {
      System.err.println(
          "There are the benchmarks " + String.join(", ", BENCHMARKS.keySet()) + ".");
      System.exit(USAGE);
      return;
    }
    benchmark.run(Engine.start(Engine.Target.CPU, Runtime.getRuntime().availableProcessors()));
  }
}
