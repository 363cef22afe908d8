package org.p2f.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.p2f.benchmarks.plan.ScalePlan;
import org.p2f.benchmarks.plan.ShardsBenchmark;
import org.p2f.benchmarks.serve.ServeBenchmark;
import org.p2f.benchmarks.serve.SoakBenchmark;
import org.p2f.benchmarks.store.StoreBenchmark;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Precision;

/**
 * {@code ./p2f bench NAME}: one JSON object a line. {@code all} runs those that need no data and no
 * hours, {@code --json FILE} adds their lines to a file, and {@code compare A B} puts two such
 * files beside each other.
 */
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
    BENCHMARKS.put("peak", PeakBenchmark::run);
    BENCHMARKS.put("train", engine -> TrainBenchmark.run(engine, TRAINED));
    BENCHMARKS.put("learn", engine -> LearnBenchmark.run(engine, Images.directory()));
    BENCHMARKS.put("sample", engine -> SampleBenchmark.run(engine, Images.directory()));
    BENCHMARKS.put("encode", engine -> EncodeBenchmark.run(engine, CONFIGURATIONS));
    BENCHMARKS.put("memory", engine -> MemoryBenchmark.run(engine, Configuration.tiny()));
    BENCHMARKS.put("data", engine -> DataBenchmark.run(engine, CONFIGURATIONS));
    BENCHMARKS.put("sweep", SweepBenchmark::run);
    BENCHMARKS.put("scale", engine -> ScaleBenchmark.run(engine, ScaleBenchmark.images()));
    BENCHMARKS.put("mine", MineBenchmark::run);
    BENCHMARKS.put("shards", engine -> ShardsBenchmark.run(Images.directory()));
    BENCHMARKS.put("store", engine -> StoreBenchmark.run(Images.directory()));
    BENCHMARKS.put(
        "serve",
        engine ->
            ServeBenchmark.run(
                engine,
                Images.directory(),
                1e9
                    * PeakBenchmark.gigaflops(engine, Precision.FLOAT32)
                    / CountedWork.ENCODE.operationsAnImage(Configuration.small())));
    BENCHMARKS.put("soak", engine -> SoakBenchmark.run(Images.directory(), soakLength()));
  }

  /** Those that need no data and no hours. */
  private static final List<String> ALL =
      List.of("peak", "encode", "train", "sweep", "mine", "serve");

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
    if (words.length == 3 && words[0].equals("compare")) {
      System.out.print(Comparison.of(Results.in(Path.of(words[1])), Results.in(Path.of(words[2]))));
    } else if (words.length > 0 && words[0].equals("plan")) {
      plan(List.of(words).subList(1, words.length));
    } else if (words.length == 3 && words[1].equals("--json") && isKnown(words[0])) {
      System.setOut(RecordedLines.into(Path.of(words[2]), System.out));
      run(words[0]);
    } else if (words.length == 1 && isKnown(words[0])) {
      run(words[0]);
    } else {
      System.err.printf(
          "./p2f bench NAME [--json FILE], ./p2f bench compare FILE FILE or ./p2f bench plan [INPUT=NUMBER…]; there are the benchmarks all, %s.%n",
          String.join(", ", BENCHMARKS.keySet()));
      System.exit(USAGE);
    }
  }

  private static void plan(List<String> inputs) {
    try {
      ScalePlan.print(inputs, System.out);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(USAGE);
    }
  }

  private static boolean isKnown(String name) {
    return name.equals("all") || BENCHMARKS.containsKey(name);
  }

  private static void run(String name) throws IOException, InterruptedException {
    System.out.printf(
        "{\"bench\":\"machine\",\"cores\":%d,\"java\":\"%s\",\"at\":\"%s\"}%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
    var engine = Engine.start(Engine.Target.CPU, Runtime.getRuntime().availableProcessors());
    for (var one : name.equals("all") ? ALL : List.of(name)) {
      Objects.requireNonNull(BENCHMARKS.get(one)).run(engine);
    }
  }
}
