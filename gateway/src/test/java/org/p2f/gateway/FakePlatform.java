package org.p2f.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Three services that answer alike, and remember what was sent. */
final class FakePlatform {
  private final Map<String, String> answers = FakeAnswers.all();
  private final Map<String, List<String>> sent = new ConcurrentHashMap<>();
  private final FakeParts parts = new FakeParts();
  private final byte[] picture;

  /** The API document of services that add nothing to the training service's. */
  private final String apart;

  FakePlatform(RunningGateway gateway) throws IOException {
    picture = FakeCodes.png();
    var document = Files.readString(Path.of("../openapi/p2f.json"));
    apart =
        ((ObjectNode) new JsonMapper().readTree(document))
            .retain("openapi", "info", "security")
            .toString();
    answers.put("/v3/api-docs", document);
    for (var service : List.of(gateway.training, gateway.representation, gateway.downstream)) {
      service.answer(exchange -> answer(exchange, service == gateway.training));
    }
  }

  /** Bodies that were sent to a path, in order. */
  List<String> sent(String path) {
    return sent.getOrDefault(path, List.of());
  }

  /** Bytes of the parts of the file that was sent in parts. */
  List<Integer> parts() {
    return parts.parts();
  }

  private void answer(HttpExchange exchange, boolean first) throws IOException {
    var path = exchange.getRequestURI().getPath();
    if (path.startsWith(FakeParts.PATH)) {
      parts.answer(exchange);
      return;
    }
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!body.isEmpty()) {
      sent.computeIfAbsent(path, _ -> new CopyOnWriteArrayList<>()).add(body);
    }
    if (exchange.getRequestMethod().equals("DELETE")) {
      var all = "cascade=true".equals(exchange.getRequestURI().getQuery());
      sent.computeIfAbsent(path, _ -> new CopyOnWriteArrayList<>()).add(all ? "all" : "it");
      var needed = !all && path.equals("/v1/datasets/ds-1");
      FakeService.send(
          exchange,
          needed ? 409 : 200,
          "application/problem+json",
          needed ? FakeAnswers.NEEDED : "{}");
    } else if (path.matches("/v1/datasets/[^/]+/images/.*")) {
      exchange.getResponseHeaders().set("Content-Type", "image/png");
      exchange.sendResponseHeaders(200, picture.length);
      exchange.getResponseBody().write(picture);
    } else if (path.endsWith("/events")) {
      FakeService.send(exchange, 200, "text/event-stream", "id: 1\nevent: step\ndata: {}\n\n");
    } else if (!first && path.equals("/v3/api-docs")) {
      FakeService.send(exchange, 200, "application/json", apart);
    } else if (!first && path.equals("/v1/jobs")) {
      FakeService.send(exchange, 200, "application/json", "{\"items\":[]}");
    } else {
      var known = answers.get(path);
      FakeService.send(
          exchange,
          known == null ? 404 : 200,
          known == null ? "application/problem+json" : "application/json",
          known == null ? "{\"title\":\"Not found\",\"status\":404}" : known);
    }
  }
}
