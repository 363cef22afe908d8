package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2f.gateway.ProblemAssert.assertProblem;

import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NoticeTest {

  @Test
  void whoIsToEndAnswersAsLongAsItsNoticeLastsAndClosesConnections() throws Exception {
    var gateway = new RunningGateway(Map.of("p2f.drain.notice", "2500ms"));
    assertThat(connection(gateway.get("/v1/models"))).isEmpty();
    var closing = Thread.ofPlatform().start(gateway::close);
    var told = gateway.get("/v1/models");
    for (int i = 0; i < 20 && connection(told).isEmpty(); i++) {
      Thread.sleep(50); // until the order has got through
      told = gateway.get("/v1/models");
    }
    assertThat(told.statusCode()).isEqualTo(204);
    assertThat(connection(told)).isEqualTo("close");
    var refused = gateway.send(gateway.anonymous("/v1/models"));
    assertProblem(refused, 401, "missing-token");
    assertThat(connection(refused)).isEqualTo("close");
    assertThat(gateway.send(gateway.anonymous("/actuator/health/readiness")).statusCode())
        .isEqualTo(503);
    assertThat(closing.isAlive()).isTrue();
    closing.join();
    assertThatThrownBy(() -> new Socket(gateway.url().getHost(), gateway.url().getPort()))
        .isInstanceOf(ConnectException.class);
  }

  private static String connection(HttpResponse<?> response) {
    return response.headers().firstValue("Connection").orElse("");
  }
}
