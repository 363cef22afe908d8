package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TraceReceiver;
import org.p2f.catalog.test.TraceReceiver.Received;
import org.p2f.catalog.test.Waiting;
import org.p2f.inference.ServerLiveRequest;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import org.p2f.numerics.program.Engine;
import org.p2f.representation.inference.web.InferenceMethods;
import org.p2f.representation.test.TinyModel;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.TestSocketUtils;

@Timeout(600)
class TracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String OTHER = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLERS = "00-%s-00f067aa0ba902b7-01";

  private final Tokens tokens = Tokens.create();
  @TempDir Path directory;

  @Test
  void aRequestTellsHowLongItWaitedAndHowLongItWasComputed() {
    int grpc = TestSocketUtils.findAvailableTcpPort();
    try (var collector = new TraceReceiver();
        var service = start(collector, grpc)) {
      int port = service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
      Waiting.until(
          "the service is ready",
          () -> Api.at(port).get("/actuator/health/readiness").status(),
          status -> status == 200);
      var model = TinyModel.record(service.getBean(Artifacts.class), service.getBean(Engine.class));
      Answer answer =
          Api.at(port)
              .with(tokens.token("read run"))
              .post(
                  "/v1/encodings",
                  Map.of(
                      "modelId", model.modelId(),
                      "items", Map.of("datasetId", model.datasetId(), "indices", List.of(0)),
                      "t", List.of(0, .5, 1)),
                  "traceparent",
                  CALLERS.formatted(TRACE));
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);

      Received request = collector.await(TRACE, "http post /v1/encodings");
      Received queue = collector.await(TRACE, "encoding queue");
      Received compute = collector.await(TRACE, "encoding compute");
      assertThat(List.of(queue, compute))
          .allSatisfy(
              span -> {
                assertThat(span.parent()).isEqualTo(request.id());
                assertThat(span.tags()).containsEntry("p2f.encoding.rows", "3");
              });
      assertThat(compute.tags()).containsEntry("p2f.encoding.batches", "2"); // of 2 and 1 rows
      assertThat(queue.from()).isBetween(request.from(), queue.to());
      assertThat(compute.from()).isEqualTo(queue.to());
      assertThat(compute.to()).isBetween(compute.from(), request.to());

      callOverGrpc(grpc);
      Received call = collector.await(OTHER, "grpc inference.GRPCInferenceService/ServerLive");
      assertThat(call.parent()).isEqualTo("00f067aa0ba902b7");
      assertThat(call.kind()).isEqualTo("SERVER");
      assertThat(call.tags()).containsEntry("status", "OK");
    }
  }

  private void callOverGrpc(int port) {
    var channel = ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    try {
      var headers = new Metadata();
      headers.put(key("authorization"), "Bearer " + tokens.token("read"));
      headers.put(key("traceparent"), CALLERS.formatted(OTHER));
      var live =
          ClientCalls.blockingUnaryCall(
              ClientInterceptors.intercept(
                  channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
              InferenceMethods.SERVER_LIVE,
              CallOptions.DEFAULT,
              ServerLiveRequest.getDefaultInstance());
      assertThat(live.getLive()).isTrue();
    } finally {
      channel.shutdownNow();
    }
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private ConfigurableApplicationContext start(TraceReceiver collector, int grpc) {
    var database = PostgresFixture.newDatabase();
    Map<String, String> settings = new LinkedHashMap<>(collector.settings());
    settings.put("spring.datasource.url", database.url());
    settings.put("spring.datasource.username", database.username());
    settings.put("spring.datasource.password", database.password());
    settings.put("server.address", "127.0.0.1");
    settings.put("server.port", "0");
    settings.put("p2f.grpc.port", Integer.toString(grpc));
    settings.put("p2f.compute.threads", "2");
    settings.put("p2f.security.public-key", tokens.publicKey().toString());
    settings.put("p2f.store.root", directory.resolve("store").toString());
    settings.put("p2f.workspace.root", directory.resolve("work").toString());
    return SpringApplication.run(
        RepresentationService.class,
        settings.entrySet().stream()
            .map(setting -> "--%s=%s".formatted(setting.getKey(), setting.getValue()))
            .toArray(String[]::new));
  }
}
