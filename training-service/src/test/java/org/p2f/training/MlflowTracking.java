package org.p2f.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.p2f.catalog.test.Waiting;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** MLflow's own server, from the Python that {@code p2f.python} names, in a process of its own. */
final class MlflowTracking implements AutoCloseable {
  /** Of {@code @EnabledIf}. */
  static final String IS_INSTALLED = "org.p2f.training.MlflowTracking#isInstalled";

  static final String NOT_INSTALLED = "Skipped: no python3 with mlflow (-Dp2f.python=…)";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final int port;
  private final Path log;

  private MlflowTracking(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  private static String python() {
    return System.getProperty("p2f.python", "python3");
  }

  static boolean isInstalled() {
    try {
      Process found =
          new ProcessBuilder(
                  python(), "-c", "import importlib.util as u; assert u.find_spec('mlflow')")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return found.waitFor(60, TimeUnit.SECONDS) && found.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** With what an earlier one left in that folder, if anything; waits until it answers. */
  static MlflowTracking start(Path folder, int port, String... options) {
    Path log = folder.resolve("mlflow.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                python(),
                "-m",
                "mlflow",
                "server",
                "--host=127.0.0.1",
                "--port=" + port,
                "--workers=1",
                "--backend-store-uri=sqlite:///" + folder.resolve("mlflow.db")));
    command.addAll(
        options.length == 0
            ? List.of("--artifacts-destination=" + folder.resolve("artifacts"))
            : List.of(options));
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("MLFLOW_DISABLE_TELEMETRY", "true");
      Process process = builder.redirectOutput(log.toFile()).start();
      var server = new MlflowTracking(process, port, log);
      Waiting.until("start of MLflow", server::isReady, ready -> ready);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new AssertionError("MLflow ended:\n" + read(log));
    }
    try {
      return send(HttpRequest.newBuilder(uri().resolve("/health"))).statusCode() == 200;
    } catch (UncheckedIOException _) {
      return false; // does not listen yet
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The runs of an experiment, deleted ones too; none if there is no such experiment. */
  JsonNode runs(String experiment) {
    JsonNode found = get("experiments/get-by-name?experiment_name=" + experiment);
    String id = found.at("/experiment/experiment_id").asString("");
    return id.isEmpty()
        ? JSON.createArrayNode()
        : post("runs/search", Map.of("experiment_ids", List.of(id), "run_view_type", "ALL"))
            .path("runs");
  }

  /** The only run with that tag; missing if there is none. */
  JsonNode run(String experiment, String trainingRun) {
    List<JsonNode> runs =
        runs(experiment)
            .valueStream()
            .filter(
                run -> pairs(run.at("/data/tags")).getOrDefault("p2f.run", "").equals(trainingRun))
            .toList();
    if (runs.size() > 1) {
      throw new AssertionError("%d runs for %s".formatted(runs.size(), trainingRun));
    }
    return runs.isEmpty() ? JSON.missingNode() : runs.getFirst();
  }

  /** The run once it has that state. */
  JsonNode run(String experiment, String trainingRun, String status) {
    return Waiting.until(
        "%s of %s in MLflow".formatted(status, trainingRun),
        () -> run(experiment, trainingRun),
        run -> run.at("/info/status").asString("").equals(status));
  }

  /** Values by keys, of parameters and tags. */
  static Map<String, String> pairs(JsonNode pairs) {
    Map<String, String> values = new HashMap<>();
    pairs.forEach(p -> values.put(p.path("key").asString(), p.path("value").asString()));
    return values;
  }

  /** All points of a metric, in order of steps. */
  List<JsonNode> history(JsonNode run, String key) {
    return get("metrics/get-history?run_id=%s&metric_key=%s&max_results=25000"
            .formatted(id(run), URLEncoder.encode(key, StandardCharsets.UTF_8)))
        .path("metrics")
        .valueStream()
        .sorted(Comparator.comparingLong(point -> point.path("step").asLong()))
        .toList();
  }

  static String id(JsonNode run) {
    return run.at("/info/run_id").asString();
  }

  /** Names of the artifacts in a folder of a run. */
  List<String> artifacts(JsonNode run, String folder) {
    return get("artifacts/list?run_id=%s&path=%s".formatted(id(run), folder))
        .path("files")
        .findValuesAsString("path");
  }

  byte[] artifact(JsonNode run, String path) {
    return send(HttpRequest.newBuilder(
            uri().resolve("/get-artifact?run_uuid=%s&path=%s".formatted(id(run), path))))
        .body();
  }

  JsonNode get(String operation) {
    return JSON.readTree(
        send(HttpRequest.newBuilder(uri().resolve("/api/2.0/mlflow/" + operation))).body());
  }

  JsonNode post(String operation, Object body) {
    return JSON.readTree(
        send(HttpRequest.newBuilder(uri().resolve("/api/2.0/mlflow/" + operation))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))))
            .body());
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Its workers too. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
