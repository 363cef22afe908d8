package org.p2f.benchmarks.serve;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.p2f.benchmarks.Peer;
import org.p2f.numerics.program.Engine;

/**
 * Encodings from a running platform on this machine: closed loops of 1, 8 and 64 callers, open
 * loops at parts of the capacity, through the service and through the gateway, as JSON and as
 * bytes, by tritonclient, and a plain Python server of the same model beside it. Each line compares
 * with the bare engine, measured before and after in the same run: in its largest batches and, for
 * closed loops, in batches of as many pairs as can be there at once.
 */
public final class ServeBenchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  /** A service is called all day: what is measured is its compiled code. */
  private static final Duration COMPILING = Duration.ofSeconds(20);

  private static final Duration LENGTH = Duration.ofSeconds(8);
  private static final int BATCH = BareEngine.BATCH;
  private static final int BULK_CALLERS = 4;
  private static final Duration PEER_START = Duration.ofMinutes(2);

  private final BareEngine engine;
  private final double limit;
  private double before;

  private ServeBenchmark(BareEngine engine, double limit) {
    this.engine = engine;
    this.limit = limit;
    this.before = engine.rate();
  }

  /**
   * @param directory for the platform and its model; thrown away by whoever made it
   * @param limit pairs of image and time that the machine could encode in a second at its peak in
   *     float32
   */
  public static void run(Engine engine, Path directory, double limit)
      throws IOException, InterruptedException {
    try (var bench = BenchPlatform.start(directory);
        var bare = new BareEngine(engine, bench.model())) {
      var platform = bench.platform();
      new ServeBenchmark(bare, limit)
          .measure(bench, platform.instance("representation").url(), platform.url());
    }
  }

  private void measure(BenchPlatform bench, URI service, URI gateway)
      throws IOException, InterruptedException {
    String token = bench.token();
    String modelId = bench.modelId();
    print(
        "job",
        "trajectories",
        "extraction",
        "\"images\":128",
        BATCH,
        bench.served().extract(modelId),
        new Tally());
    var direct = new Requests(service, token, modelId);
    var through = new Requests(gateway, token, modelId);
    new Load(gateway, through.json(1)).closed(64, COMPILING);
    new Load(gateway, through.binary(1)).closed(64, COMPILING);
    closed("service", service, direct.binary(BATCH), "binary", BATCH, BULK_CALLERS);
    closed("service", service, direct.json(BATCH), "json", BATCH, BULK_CALLERS);
    closed("service", service, direct.json(1), "json", 1, 1);
    closed("service", service, direct.json(1), "json", 1, 8);
    double capacity = closed("service", service, direct.json(1), "json", 1, 64);
    closed("service", service, direct.binary(1), "binary", 1, 64);
    closed("gateway", gateway, through.binary(BATCH), "binary", BATCH, BULK_CALLERS);
    closed("gateway", gateway, through.json(1), "json", 1, 1);
    closed("gateway", gateway, through.json(1), "json", 1, 64);
    for (double load : new double[] {.5, .7, .9, 1.2}) {
      open(service, direct.json(1), load, capacity);
    }
    triton(bench, gateway);
    python(bench);
  }

  /** The protocol's own clients, HTTP through the gateway and gRPC past it, where there are any. */
  private static void triton(BenchPlatform bench, URI gateway)
      throws IOException, InterruptedException {
    new Peer("triton", List.of("tritonclient.http", "tritonclient.grpc", "numpy"))
        .run(gateway.toString(), "127.0.0.1:" + bench.grpcPort(), bench.token(), bench.modelId());
  }

  /** The same model behind a plain Python server, where there is one. */
  private void python(BenchPlatform bench) throws IOException, InterruptedException {
    int port = BenchPlatform.freePort();
    Optional<Process> started =
        new Peer("serve", List.of("torch", "safetensors", "numpy", "fastapi", "uvicorn"))
            .start(bench.model().toString(), Integer.toString(port));
    if (started.isEmpty()) {
      return;
    }
    URI server = URI.create("http://127.0.0.1:" + port);
    Process process = started.get();
    try {
      awaitListening(server, process);
      var requests = new Requests(server, bench.token(), bench.modelId());
      closed("python", server, requests.binary(BATCH), "binary", BATCH, BULK_CALLERS);
      closed("python", server, requests.binary(1), "binary", 1, 1);
      closed("python", server, requests.binary(1), "binary", 1, 64);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static void awaitListening(URI server, Process process)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PEER_START.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      try (var _ = new Connection(server)) {
        return;
      } catch (IOException notYet) {
        Thread.sleep(200);
      }
    }
    throw new IOException("The Python server does not start");
  }

  private double closed(
      String path, URI base, Supplier<byte[]> requests, String format, int images, int callers)
      throws InterruptedException {
    var load = new Load(base, requests);
    load.closed(callers, WARM_UP);
    Tally tally = load.closed(callers, LENGTH);
    double rate = images * tally.rate();
    print(
        path,
        format,
        "closed",
        "\"callers\":%d,\"images\":%d".formatted(callers, images),
        Math.min(BATCH, Integer.highestOneBit(callers * images)),
        rate,
        tally);
    return rate;
  }

  private void open(URI base, Supplier<byte[]> requests, double share, double capacity)
      throws InterruptedException {
    var load = new Load(base, requests);
    load.open(share * capacity, WARM_UP);
    Tally tally = load.open(share * capacity, LENGTH);
    double rate = tally.rate();
    print(
        "service",
        "json",
        "open",
        String.format(Locale.ROOT, "\"load\":%.2f,\"images\":1", share),
        BATCH,
        rate,
        tally);
  }

  /**
   * @param most pairs that can be there at once, a power of two
   */
  private void print(
      String path,
      String format,
      String loop,
      String scenario,
      int most,
      double rate,
      Tally tally) {
    double inBatchesOfMost = most == BATCH ? 0 : engine.rate(most);
    double after = engine.rate();
    double bare = (before + after) / 2;
    before = after;
    double sameBatch = most == BATCH ? bare : inBatchesOfMost;
    System.out.printf(
        Locale.ROOT,
        "{\"bench\":\"serve\",\"path\":\"%s\",\"format\":\"%s\",\"loop\":\"%s\",%s,\"pairsPerSecond\":%.1f,"
            + "\"enginePairsPerSecond\":%.1f,\"engineRatio\":%.3f,\"peakShare\":%.3f,"
            + "\"sameBatch\":%d,\"sameBatchRatio\":%.3f,\"ms\":{\"p50\":%.1f,\"p95\":%.1f,\"p99\":%.1f},\"statuses\":%s}%n",
        path,
        format,
        loop,
        scenario,
        rate,
        bare,
        rate / bare,
        rate / limit,
        most,
        rate / sameBatch,
        tally.quantile(.5),
        tally.quantile(.95),
        tally.quantile(.99),
        tally.statuses());
  }
}
