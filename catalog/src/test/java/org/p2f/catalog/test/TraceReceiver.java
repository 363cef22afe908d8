package org.p2f.catalog.test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A collector on loopback, to which spans are really sent: OTLP over HTTP, as protobuf. */
public final class TraceReceiver implements AutoCloseable {
  private static final String PATH = "/v1/traces";

  private final HttpServer server;
  private final List<Received> spans = new CopyOnWriteArrayList<>();

  public TraceReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::receive);
    server.start();
  }

  /**
   * A span that has come.
   *
   * @param service who sent it
   * @param trace 32 hexadecimal digits
   * @param id 16 hexadecimal digits
   * @param parent the same; empty for none
   * @param from nanoseconds of the epoch, as {@code to}
   */
  public record Received(
      String service,
      String trace,
      String id,
      String parent,
      String name,
      String kind,
      boolean failed,
      Map<String, String> tags,
      long from,
      long to) {

    /** As W3C's header has it. */
    public String traceparent() {
      return "00-%s-%s-01".formatted(trace, id);
    }
  }

  /** Settings of a process that is to send its spans here, and soon. */
  public Map<String, String> settings() {
    return Map.of(
        "p2f.tracing.endpoint",
        "http://127.0.0.1:" + server.getAddress().getPort(),
        "management.opentelemetry.tracing.export.schedule-delay",
        "20ms");
  }

  /** All that have come. */
  public List<Received> spans() {
    return List.copyOf(spans);
  }

  /** Waits for a span. */
  public Received await(String what, Predicate<Received> wanted) {
    return Waiting.until(
            what + " is received",
            () -> spans.stream().filter(wanted).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Waits for the span of that name in a trace. */
  public Received await(String trace, String name) {
    return await(
        "%s of trace %s".formatted(name, trace),
        span -> span.trace().equals(trace) && span.name().equals(name));
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var type = exchange.getRequestHeaders().getFirst("Content-Type");
      if (!exchange.getRequestURI().getPath().equals(PATH)
          || !"application/x-protobuf".equals(type)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      read(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
      var answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private void read(ExportTraceServiceRequest request) {
    for (var resource : request.getResourceSpansList()) {
      var service =
          tags(resource.getResource().getAttributesList()).getOrDefault("service.name", "");
      for (var scope : resource.getScopeSpansList()) {
        for (var span : scope.getSpansList()) {
          spans.add(
              new Received(
                  service,
                  HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                  HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                  HexFormat.of().formatHex(span.getParentSpanId().toByteArray()),
                  span.getName(),
                  span.getKind().name().replace("SPAN_KIND_", ""),
                  span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
                  tags(span.getAttributesList()),
                  span.getStartTimeUnixNano(),
                  span.getEndTimeUnixNano()));
        }
      }
    }
  }

  private static Map<String, String> tags(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(KeyValue::getKey, tag -> text(tag.getValue())));
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
