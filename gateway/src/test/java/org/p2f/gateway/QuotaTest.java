package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class QuotaTest {

  @Test
  void whoAsksForMoreIsToldWhenToComeAgainAndOpenPathsStayOpen() throws Exception {
    try (var gateway =
        new RunningGateway(
            Map.of(
                "p2f.gateway.quota.requests-per-second", "0.001", // none comes back during the test
                "p2f.gateway.quota.burst", "2"))) {
      assertThat(gateway.get("/v1/models").statusCode()).isEqualTo(204);
      assertThat(gateway.get("/v1/models").statusCode()).isEqualTo(204);
      var refused = gateway.get("/v1/models");
      assertThat(refused.statusCode()).isEqualTo(429);
      var wait = Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow());
      assertThat(wait).isBetween(1, 1000);
      assertThat(refused.body()).contains("https://p2f.org/problems/over-quota");
      assertThat(gateway.send(gateway.anonymous("/actuator/health/readiness")).statusCode())
          .isEqualTo(200);
    }
  }
}
