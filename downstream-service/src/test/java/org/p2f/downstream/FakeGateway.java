package org.p2f.downstream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands where the gateway does: passes this service's paths on to it, and answers for training and
 * encoding with models that are empty and planted trajectories; codes of an encoder that knows no t
 * tell nothing.
 */
final class FakeGateway {
  /** A training run of so many steps is refused. */
  static final int REFUSED_STEPS = 13;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> byKey = new ConcurrentHashMap<>();
  private final Set<String> stopped = ConcurrentHashMap.newKeySet();
  private final Map<String, String> traces = new ConcurrentHashMap<>();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile int trouble;
  private volatile String state = "succeeded";
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private final AtomicInteger held = new AtomicInteger();
  private volatile int service;
  private volatile @Nullable Artifacts artifacts;

  FakeGateway() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void standBefore(int port, Artifacts recorded) {
    service = port;
    artifacts = recorded;
  }

  /** Answers everything with that status; 0 for no trouble. */
  void trouble(int status) {
    refused.set(0);
    trouble = status;
  }

  /** How many calls met the trouble. */
  int refused() {
    return refused.get();
  }

  /** How jobs of other services stand, as all say of themselves. */
  void jobsAre(String word) {
    state = word;
  }

  /** Ids of jobs that were told to stop. */
  Set<String> stopped() {
    return stopped;
  }

  /** Answers nobody until the gate is opened. */
  CountDownLatch close() {
    held.set(0);
    gate = new CountDownLatch(1);
    return gate;
  }

  /** How many calls wait at the gate. */
  int held() {
    return held.get();
  }

  /** The traces that calls belong to, as their headers tell, by method and path. */
  Map<String, String> traces() {
    return traces;
  }

  /** Keys by which jobs were asked for. */
  List<String> keys() {
    return List.copyOf(byKey.keySet());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var closed = gate;
      if (closed.getCount() > 0) {
        held.incrementAndGet();
      }
      closed.await();
      if (trouble != 0) {
        refused.incrementAndGet();
        send(exchange, trouble, "{\"detail\":\"trouble\"}");
        return;
      }
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var path = exchange.getRequestURI().getPath();
      @Nullable String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      @Nullable String trace = exchange.getRequestHeaders().getFirst("traceparent");
      if (trace != null) {
        traces.put(exchange.getRequestMethod() + " " + path, trace);
      }
      if (path.equals("/v1/training-runs") || path.equals("/v1/trajectories")) {
        var request = JSON.readTree(body);
        if (request.path("steps").asInt(0) == REFUSED_STEPS) {
          send(
              exchange,
              422,
              "{\"detail\":\"No\",\"errors\":[{\"field\":\"steps\",\"message\":\"is unlucky\"}]}");
          return;
        }
        var made = byKey.computeIfAbsent(Objects.requireNonNull(key), k -> make(path, request));
        send(exchange, 202, done(path, made));
      } else {
        if (key != null) {
          byKey.put(key, path);
        }
        pass(exchange, path, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String make(String path, JsonNode request) {
    var recorded = Objects.requireNonNull(artifacts);
    if (path.equals("/v1/trajectories")) {
      int grid = request.path("grid").asInt();
      var times =
          grid == 1
              ? List.of(.5)
              : IntStream.rangeClosed(0, grid).mapToObj(i -> i / (double) grid).toList();
      var model = recorded.find(request.path("modelId").asString()).orElseThrow();
      boolean knowsTime = model.attributes().path("encoderTime").asString().isEmpty();
      // Without a code a network's activations are recorded, which tell nothing.
      boolean told = model.attributes().path("codeDropout").asInt() == 0;
      String recordable = told ? "code" : "activations";
      if (!request.at("/representation/kind").asString("code").equals(recordable)) {
        throw new IllegalStateException("No %s of such a model".formatted(request));
      }
      return PlantedTrajectories.record(recorded, times, knowsTime && told ? grid / 2 : -1).id();
    }
    var attributes =
        Map.of(
            "encoderTime",
            request.at("/encoder/time").asString(""),
            "codeDropout",
            request.at("/loss/codeDropout").asInt(0));
    return empty(recorded, ArtifactKind.MODEL, attributes);
  }

  /** An artifact that is nothing but its attributes. */
  static String empty(Artifacts recorded, ArtifactKind kind, Map<String, ?> attributes) {
    try (var draft = recorded.draft(kind)) {
      Files.writeString(draft.file("nothing.txt", "text/plain"), "nothing");
      return recorded
          .record(
              draft
                  .name("planted")
                  .attributes(JSON.valueToTree(attributes))
                  .provenance(JSON.createObjectNode()))
          .id();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String done(String path, String artifact) {
    var job =
        "{\"id\":\"trn-%s\",\"state\":\"%s\",\"progress\":1,\"artifacts\":[\"%s\"]}"
            .formatted(artifact, state, artifact);
    return path.equals("/v1/training-runs") ? "{\"id\":\"x\",\"job\":%s}".formatted(job) : job;
  }

  private void pass(HttpExchange exchange, String path, String body) throws IOException {
    if (path.endsWith("/cancel")) {
      stopped.add(path.replaceAll("/v1/jobs/(.*)/cancel", "$1"));
    }
    if (path.startsWith("/v1/jobs/trn-")) {
      send(exchange, 200, done("", path.substring("/v1/jobs/trn-".length())));
      return;
    }
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(service, path)))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofString(body));
    for (var name :
        List.of(
            "Authorization", "Content-Type", "Idempotency-Key", "P2F-Project", "P2F-Acting-For")) {
      @Nullable String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      send(exchange, response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
