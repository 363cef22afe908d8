package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamingTest {

  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    gateway = new RunningGateway(Map.of("p2f.gateway.answer", "1500ms"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void eventArrivesBeforeTheStreamEnds() throws Exception {
    var received = new CountDownLatch(1);
    gateway.training.answer(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          var out = exchange.getResponseBody();
          out.write("id: 1\nevent: progress\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8));
          out.flush();
          // Also longer than the gateway lets other answers be silent.
          await(received);
          out.write("id: 2\nevent: state\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8));
        });
    var response =
        gateway
            .http()
            .send(
                gateway.request("/v1/jobs/trn-1/events").header("Last-Event-ID", "0").build(),
                BodyHandlers.ofInputStream());
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("id: 1");
      TimeUnit.SECONDS.sleep(2);
      received.countDown();
      assertThat(lines.lines()).contains("id: 2");
    }
    assertThat(gateway.training.onlyRequest().headers().getFirst("Last-Event-ID")).isEqualTo("0");
  }

  @Test
  void headersArriveBeforeTheFirstEvent() throws Exception {
    var answered = new CountDownLatch(1);
    gateway.training.answer(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().flush();
          await(answered);
        });
    var response =
        gateway
            .http()
            .send(gateway.request("/v1/jobs/trn-1/events").build(), BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    answered.countDown();
    response.body().close();
  }

  @Test
  void callerWhoLeavesStopsTheService() throws Exception {
    var stopped = new CountDownLatch(1);
    var sent = new AtomicLong();
    gateway.training.answer(
        exchange -> {
          exchange.sendResponseHeaders(200, 8L << 30);
          var block = new byte[1 << 20];
          try {
            for (long left = 8L << 30; left > 0; left -= block.length) {
              exchange.getResponseBody().write(block);
              sent.addAndGet(block.length);
            }
          } catch (IOException gone) {
            stopped.countDown();
          }
        });
    var response =
        gateway
            .http()
            .send(
                gateway.request("/v1/models/mdl-1/files/weights.safetensors").build(),
                BodyHandlers.ofInputStream());
    assertThat(response.body().readNBytes(100)).hasSize(100);
    response.body().close();
    assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(sent.get()).isLessThan(1L << 30);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
