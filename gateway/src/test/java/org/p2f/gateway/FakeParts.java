package org.p2f.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service that takes one file in parts, and refuses the second part once. */
final class FakeParts {
  static final String PATH = "/v1/resumable-uploads";

  private final List<Integer> parts = new CopyOnWriteArrayList<>();
  private volatile String length = "0";
  private volatile boolean refused;

  /** Bytes of the parts that were taken. */
  List<Integer> parts() {
    return parts;
  }

  void answer(HttpExchange exchange) throws IOException {
    int body = exchange.getRequestBody().readAllBytes().length;
    switch (exchange.getRequestMethod()) {
      case "POST" -> {
        length = exchange.getRequestHeaders().getFirst("Upload-Length");
        FakeService.send(exchange, 201, "application/json", state());
      }
      case "PATCH" -> append(exchange, body);
      default -> {
        boolean list = exchange.getRequestURI().getPath().equals(PATH);
        FakeService.send(exchange, 200, "application/json", list ? "{\"items\":[]}" : state());
      }
    }
  }

  private void append(HttpExchange exchange, int body) throws IOException {
    boolean fits =
        exchange.getRequestHeaders().getFirst("Upload-Offset").equals(Long.toString(received()));
    if (!fits || (parts.size() == 1 && !refused)) {
      refused = true;
      FakeService.send(exchange, fits ? 503 : 409, "application/problem+json", "{}");
    } else {
      parts.add(body);
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private long received() {
    return parts.stream().mapToLong(Integer::intValue).sum();
  }

  private String state() {
    boolean whole = length.equals(Long.toString(received()));
    return """
        {"id":"rup-1","bytes":%s,"received":%d%s}
        """
        .formatted(length, received(), whole ? ",\"uploadId\":\"upl-1\"" : "");
  }
}
