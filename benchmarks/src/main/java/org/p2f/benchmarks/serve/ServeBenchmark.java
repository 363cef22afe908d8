package org.p2f.benchmarks.serve;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.p2f.local.Applications;
import org.p2f.local.Home;
import org.p2f.local.LocalPlatform;
import org.p2f.local.LocalSettings;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.Weights;
import org.p2f.numerics.program.Engine;

/**
 * Encodings from a running platform on this machine: closed loops of 1, 8 and 64 callers, open
 * loops at parts of the capacity, through the service and through the gateway, as JSON and as
 * bytes. Each line compares with the bare engine, measured before and after in the same run.
 */
public final class ServeBenchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration LENGTH = Duration.ofSeconds(8);
  private static final int BATCH = BareEngine.BATCH;
  private static final int BULK_CALLERS = 4;

  private final BareEngine engine;
  private double before;

  private ServeBenchmark(BareEngine engine) {
    this.engine = engine;
    this.before = engine.rate();
  }

  /**
   * @param directory for the platform and its model; thrown away by whoever made it
   */
  public static void run(Engine engine, Path directory) throws IOException, InterruptedException {
    var model = Files.createDirectory(directory.resolve("model"));
    var settings =
        new LocalSettings(
            new Home(directory.resolve("home")), freePort(), Applications.ofCheckout());
    try (var platform = LocalPlatform.start(settings, step -> {});
        var http = HttpClient.newHttpClient()) {
      String token = platform.token(Duration.ofHours(1));
      var served = new ServedModel(http, platform.url(), token);
      String modelId = served.make();
      served.download(modelId, List.of(ModelFiles.SPEC, ModelFiles.fileOf(Weights.RAW)), model);
      try (var bare = new BareEngine(engine, model)) {
        new ServeBenchmark(bare)
            .measure(platform.service("representation"), platform.url(), token, modelId);
      }
    }
  }

  private void measure(URI service, URI gateway, String token, String modelId)
      throws IOException, InterruptedException {
    var direct = new Requests(service, token, modelId);
    var through = new Requests(gateway, token, modelId);
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
        rate,
        tally);
  }

  private void print(
      String path, String format, String loop, String scenario, double rate, Tally tally) {
    double after = engine.rate();
    double bare = (before + after) / 2;
    before = after;
    System.out.printf(
        Locale.ROOT,
        "{\"bench\":\"serve\",\"path\":\"%s\",\"format\":\"%s\",\"loop\":\"%s\",%s,\"pairsPerSecond\":%.1f,"
            + "\"enginePairsPerSecond\":%.1f,\"engineRatio\":%.3f,\"ms\":{\"p50\":%.1f,\"p95\":%.1f,\"p99\":%.1f},\"statuses\":%s}%n",
        path,
        format,
        loop,
        scenario,
        rate,
        bare,
        rate / bare,
        tally.quantile(.5),
        tally.quantile(.95),
        tally.quantile(.99),
        tally.statuses());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
