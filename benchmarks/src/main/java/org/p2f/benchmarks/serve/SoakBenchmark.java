package org.p2f.benchmarks.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.p2f.benchmarks.ResidentMemory;
import org.p2f.local.LocalPlatform;

/**
 * Eight tenths of the capacity through the gateway for a long time: memory should be flat after the
 * first two minutes, and nothing should fail. Then the service is killed under load: callers should
 * see problems of status 502 and 503, and nothing hang.
 */
public final class SoakBenchmark {
  private static final Duration PART = Duration.ofSeconds(30);
  private static final Duration CAPACITY = Duration.ofSeconds(10);
  private static final int CALLERS = 64;
  private static final double LOAD = .8;

  private SoakBenchmark() {}

  /**
   * @param directory for the platform; thrown away by whoever made it
   * @param length how long the load lasts
   */
  public static void run(Path directory, Duration length) throws IOException, InterruptedException {
    try (var bench = BenchPlatform.start(directory)) {
      LocalPlatform platform = bench.platform();
      var requests = new Requests(platform.url(), bench.token(), bench.modelId()).json(1);
      var load = new Load(platform.url(), requests);
      load.closed(CALLERS, CAPACITY);
      double capacity = load.closed(CALLERS, CAPACITY).rate();
      long end = System.nanoTime() + length.toNanos();
      while (System.nanoTime() < end) {
        Tally tally = load.open(LOAD * capacity, PART);
        System.out.printf(
            Locale.ROOT,
            "{\"bench\":\"soak\",\"pairsPerSecond\":%.1f,\"ms\":{\"p50\":%.1f,\"p99\":%.1f},\"residentMiB\":%d,\"statuses\":%s}%n",
            tally.rate(),
            tally.quantile(.5),
            tally.quantile(.99),
            ResidentMemory.mebibytes(platform.process("representation").pid()),
            tally.statuses());
      }
      kill(platform, load);
    }
  }

  private static void kill(LocalPlatform platform, Load load) throws InterruptedException {
    var killer =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    Thread.sleep(CAPACITY.dividedBy(2));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  platform.process("representation").destroyForcibly();
                });
    Tally tally = load.closed(CALLERS, CAPACITY);
    killer.join();
    System.out.printf(
        Locale.ROOT,
        "{\"bench\":\"kill\",\"ms\":{\"p50\":%.1f,\"p99\":%.1f},\"statuses\":%s}%n",
        tally.quantile(.5),
        tally.quantile(.99),
        tally.statuses());
  }
}
