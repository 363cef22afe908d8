package org.p2f.gateway;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real browser without a window, driven by its own protocol (Chrome DevTools). */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

  private Browser(Process process, Path profile) throws Exception {
    this.process = process;
    var pages = URI.create("http://127.0.0.1:" + port(profile) + "/json/list");
    socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create(firstPage(pages)), new Listener())
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    call("Page.enable", "{}");
    call("Runtime.enable", "{}");
    call("Log.enable", "{}");
  }

  /** Skips the test, saying so, where there is none. */
  static Browser orSkip() throws Exception {
    var found =
        Stream.of(System.getenv("PATH").split(":"))
            .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "No chromium here: install Debian's package to run this test");
    var profile = Files.createTempDirectory("p2f-chromium");
    var process =
        new ProcessBuilder(
                found.orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Browser(process, profile);
    } catch (Exception broken) {
      process.destroyForcibly();
      throw broken;
    }
  }

  private String port(Path profile) throws Exception {
    var file = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      if (Files.exists(file) && !Files.readAllLines(file).isEmpty()) {
        return Files.readAllLines(file).getFirst();
      }
      Thread.sleep(50);
    }
    throw new IOException("Chromium did not start");
  }

  private String firstPage(URI pages) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      var answer = http.send(HttpRequest.newBuilder(pages).build(), BodyHandlers.ofString());
      for (var target : JSON.readTree(answer.body())) {
        if (target.path("type").asString().equals("page")) {
          return target.path("webSocketDebuggerUrl").asString();
        }
      }
      Thread.sleep(50);
    }
    throw new IOException("Chromium has no page");
  }

  JsonNode call(String method, String parameters) throws Exception {
    int id = calls.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    answers.put(id, answer);
    var message = "{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, parameters);
    socket.sendText(message, true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    var told = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (told.has("error")) {
      throw new AssertionError("%s: %s".formatted(method, told.path("error")));
    }
    return told.path("result");
  }

  void open(String address) throws Exception {
    call("Page.navigate", "{\"url\":%s}".formatted(quoted(address)));
    until("document.readyState === 'complete'");
  }

  /** What an expression is, promises waited for. */
  JsonNode value(String expression) throws Exception {
    var told =
        call(
            "Runtime.evaluate",
            "{\"expression\":%s,\"awaitPromise\":true,\"returnByValue\":true}"
                .formatted(quoted(expression)));
    if (told.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + told.path("exceptionDetails"));
    }
    return told.path("result").path("value");
  }

  /** Waits until an expression is true. */
  void until(String expression) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!value("Boolean(%s)".formatted(expression)).asBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "Not within %s: %s; the page says: %s"
                .formatted(PATIENCE, expression, value("document.body.innerText").asString()));
      }
      Thread.sleep(50);
    }
  }

  /** Gives a file to a file input, as a person's choice does. */
  void choose(String selector, Path file) throws Exception {
    int root = call("DOM.getDocument", "{}").path("root").path("nodeId").asInt();
    int node =
        call(
                "DOM.querySelector",
                "{\"nodeId\":%d,\"selector\":%s}".formatted(root, quoted(selector)))
            .path("nodeId")
            .asInt();
    call(
        "DOM.setFileInputFiles",
        "{\"nodeId\":%d,\"files\":[%s]}".formatted(node, quoted(file.toString())));
  }

  void screen(int width, int height, boolean dark) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":false}"
            .formatted(width, height));
    call(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}"
            .formatted(dark ? "dark" : "light"));
  }

  void picture(Path png) throws Exception {
    var told =
        call("Page.captureScreenshot", "{\"format\":\"png\",\"captureBeyondViewport\":true}");
    Files.write(png, Base64.getDecoder().decode(told.path("data").asString()));
  }

  /** Errors, and what the policy kept from happening, since the last time this was asked. */
  List<String> complaints() {
    synchronized (complaints) {
      var all = List.copyOf(complaints);
      complaints.clear();
      return all;
    }
  }

  static String quoted(String text) {
    return JSON.writeValueAsString(text);
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        var message = JSON.readTree(text.toString());
        text.setLength(0);
        take(message);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void take(JsonNode message) {
      var waiting = answers.remove(message.path("id").asInt());
      if (waiting != null) {
        waiting.complete(message);
        return;
      }
      var parameters = message.path("params");
      switch (message.path("method").asString()) {
        case "Runtime.exceptionThrown" ->
            complaints.add(parameters.path("exceptionDetails").toString());
        case "Runtime.consoleAPICalled" -> {
          if (parameters.path("type").asString().equals("error")) {
            complaints.add(parameters.path("args").toString());
          }
        }
        case "Log.entryAdded" -> {
          if (parameters.path("entry").path("level").asString().equals("error")) {
            complaints.add(parameters.path("entry").toString());
          }
        }
        default -> {
          // not asked about
        }
      }
    }
  }
}
