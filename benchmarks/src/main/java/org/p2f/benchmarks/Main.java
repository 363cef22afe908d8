package org.p2f.benchmarks;

import java.util.List;
import org.p2f.numerics.program.Engine;

/** {@code ./p2f bench train|encode|memory|data}: one JSON object a line. */
public final class Main {

  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] words) throws Exception {
    var bench = words.length == 1 ? words[0] : "";
    var engine = Engine.start(Engine.Target.CPU, Runtime.getRuntime().availableProcessors());
    switch (bench) {
      case "train" ->
          TrainBenchmark.run(engine, List.of(Configuration.tiny(), Configuration.small()));
      case "encode" ->
          EncodeBenchmark.run(engine, List.of(Configuration.tiny(), Configuration.small()));
      case "data" ->
          DataBenchmark.run(engine, List.of(Configuration.tiny(), Configuration.small()));
      case "memory" -> MemoryBenchmark.run(engine, Configuration.tiny());
      default -> {
        System.err.println("There are the benchmarks train, encode, memory and data.");
        System.exit(USAGE);
      }
    }
  }
}
