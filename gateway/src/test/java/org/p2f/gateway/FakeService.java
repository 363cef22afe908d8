package org.p2f.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service on loopback that says what the test tells it to, and remembers what it was asked. */
final class FakeService implements AutoCloseable {

  /** A request as it arrived; its body only if the answer read it. */
  record Seen(String method, String target, Headers headers) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
  private volatile HttpHandler answer = FakeService::nothing;

  FakeService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          seen.add(
              new Seen(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  exchange.getRequestHeaders()));
          try (exchange) {
            answer.handle(exchange);
          }
        });
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  FakeService answer(HttpHandler handler) {
    answer = handler;
    seen.clear();
    return this;
  }

  FakeService answer(int status, String type, String body) {
    return answer(exchange -> send(exchange, status, type, body));
  }

  Seen onlyRequest() {
    if (seen.size() != 1) {
      throw new AssertionError("Expected one request, saw " + seen);
    }
    return seen.getFirst();
  }

  List<Seen> requests() {
    return List.copyOf(seen);
  }

  static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void nothing(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(204, -1);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
