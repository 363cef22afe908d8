package org.p2f.benchmarks.serve;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.p2f.benchmarks.ResidentMemory;
import org.p2f.local.platform.Instance;

/**
 * Bulk load until the service's cache of codes is full, for it takes memory as it fills; then the
 * capacity, found with compiled code; then eight tenths of the capacity through the gateway for a
 * long time: memory should be flat, and nothing should fail. Then the service is killed under that
 * load and started again: callers should see problems of status 502 and 503 until it answers, and
 * nothing else. At last it is replaced under that load: nobody should notice.
 */
public final class SoakBenchmark {
  private static final Duration PART = Duration.ofSeconds(30);

  /** Makes 80,000 codes of 128 values, which fill the cache, at 700 a second and more. */
  private static final Duration FILL = Duration.ofMinutes(2);

  private static final int FILLERS = 4;

  /** Single calls take another way through the code than bulk does. */
  private static final Duration COMPILING = Duration.ofSeconds(30);

  private static final Duration CAPACITY = Duration.ofSeconds(20);
  private static final Duration AROUND = Duration.ofSeconds(10);

  /** For what takes seconds: a service's end, its first answer after a kill, a load's last ones. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final int CALLERS = 64;
  private static final double LOAD = .8;
  private static final String SERVICE = "representation";

  /** As long as connections are kept open after one was told that this instance ends. */
  private static final String NOTICE = "--p2f.drain.notice=5s";

  private final BenchPlatform bench;
  private final Duration length;
  private double rate;

  private SoakBenchmark(BenchPlatform bench, Duration length) {
    this.bench = bench;
    this.length = length;
  }

  /**
   * @param directory for the platform; thrown away by whoever made it
   * @param length how long the load lasts before the service is killed
   */
  public static void run(Path directory, Duration length) throws IOException, InterruptedException {
    try (var bench = BenchPlatform.start(directory)) {
      var soak = new SoakBenchmark(bench, length);
      soak.keepLoaded();
      Instance again = soak.kill();
      soak.replace(again);
    }
  }

  private Supplier<byte[]> requests(URI gateway) {
    return new Requests(gateway, bench.token(), bench.modelId()).json(1);
  }

  private void keepLoaded() throws InterruptedException, IOException {
    URI gateway = bench.platform().url();
    var load = new Load(gateway, requests(gateway));
    new Load(
            gateway, new Requests(gateway, bench.token(), bench.modelId()).binary(BareEngine.BATCH))
        .closed(FILLERS, length.compareTo(FILL) < 0 ? length : FILL);
    load.closed(CALLERS, COMPILING);
    double capacity = load.closed(CALLERS, CAPACITY).rate();
    rate = LOAD * capacity;
    long pid = bench.platform().instance(SERVICE).process().pid();
    long liveBefore = LiveHeap.mebibytes(pid);
    long before = ResidentMemory.mebibytes(pid);
    long now = before;
    long start = System.nanoTime();
    while (System.nanoTime() - start < length.toNanos()) {
      Duration left = length.minusNanos(System.nanoTime() - start);
      Tally tally = load.open(rate, left.compareTo(PART) < 0 ? left : PART);
      now = ResidentMemory.mebibytes(pid);
      print(
          "load",
          String.format(
              Locale.ROOT,
              "\"pairsPerSecond\":%.1f,\"ms\":{\"p50\":%.1f,\"p99\":%.1f},\"residentMiB\":%d",
              tally.rate(),
              tally.quantile(.5),
              tally.quantile(.99),
              now),
          tally);
    }
    print(
        "memory",
        String.format(
            Locale.ROOT,
            "\"capacityPerSecond\":%.1f,\"minutes\":%.2f,\"residentMiBBefore\":%d,"
                + "\"residentMiBAtTheEnd\":%d,\"liveHeapMiBBefore\":%d,"
                + "\"liveHeapMiBAtTheEnd\":%d",
            capacity,
            length.toSeconds() / 60.,
            before,
            now,
            liveBefore,
            LiveHeap.mebibytes(pid)),
        new Tally());
  }

  /**
   * @return the instance that was started in place of the killed one
   */
  private Instance kill() throws InterruptedException, IOException {
    URI gateway = bench.platform().url();
    Instance old = bench.platform().instance(SERVICE);
    try (var load = underLoad(gateway)) {
      Thread.sleep(AROUND);
      long killed = System.nanoTime();
      old.process().destroyForcibly();
      awaitEnd(old);
      var again =
          CompletableFuture.supplyAsync(
              () -> start(old.url().getPort(), List.of(NOTICE)), Thread::startVirtualThread);
      awaitSuccess(gateway, again);
      double away = (System.nanoTime() - killed) * 1e-9;
      Instance instance = again.join();
      Thread.sleep(AROUND);
      print(
          "kill",
          String.format(
              Locale.ROOT, "\"loadPerSecond\":%.1f,\"secondsToFirstSuccess\":%.1f", rate, away),
          load.stop());
      return instance;
    }
  }

  private void replace(Instance old) throws InterruptedException, IOException {
    try (var balancer = new TcpSwitch(old.url())) {
      URI gateway =
          bench
              .platform()
              .startAnother(
                  "gateway",
                  BenchPlatform.freePort(),
                  List.of("--p2f.services.representation=" + balancer.url()))
              .url();
      new Load(gateway, requests(gateway)).closed(CALLERS, CAPACITY); // its code is compiled then
      try (var load = underLoad(gateway)) {
        Thread.sleep(AROUND);
        long start = System.nanoTime();
        Instance next =
            start(
                BenchPlatform.freePort(),
                List.of(NOTICE, "--p2f.encoding.preload=" + bench.modelId()));
        double ready = (System.nanoTime() - start) * 1e-9;
        balancer.to(next.url());
        start = System.nanoTime();
        old.process().destroy();
        awaitEnd(old);
        double drained = (System.nanoTime() - start) * 1e-9;
        Thread.sleep(AROUND);
        print(
            "rolling-restart",
            String.format(
                Locale.ROOT,
                "\"loadPerSecond\":%.1f,\"secondsToReady\":%.1f,\"secondsToDrained\":%.1f",
                rate,
                ready,
                drained),
            load.stop());
      }
    }
  }

  private RunningLoad underLoad(URI gateway) {
    return new RunningLoad(new Load(gateway, requests(gateway)), rate);
  }

  private static void awaitEnd(Instance instance) {
    instance.process().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private Instance start(int port, List<String> arguments) {
    try {
      return bench.platform().startAnother(SERVICE, port, arguments);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The start was interrupted", e);
    }
  }

  private void awaitSuccess(URI gateway, CompletableFuture<Instance> starting)
      throws InterruptedException {
    Supplier<byte[]> requests = requests(gateway);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!starting.isCompletedExceptionally()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "No call is answered %s after the kill".formatted(PATIENCE));
      }
      try (var connection = new Connection(gateway)) {
        if (connection.exchange(requests.get()).status() == 200) {
          return;
        }
      } catch (IOException e) {
        // the gateway counts what becomes of those under load; this one only waits
      }
      Thread.sleep(100);
    }
  }

  private static void print(String phase, String figures, Tally tally) {
    System.out.printf(
        Locale.ROOT,
        "{\"bench\":\"soak\",\"phase\":\"%s\",%s,\"statuses\":%s,\"problems\":%s,"
            + "\"unavailableProblems\":%d,\"otherErrors\":%d}%n",
        phase,
        figures,
        tally.statuses(),
        tally.problems(),
        tally.unavailable(),
        tally.otherErrors());
  }
}
