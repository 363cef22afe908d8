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
                "p2f.gateway.quota.requests-per-second", "1",
                "p2f.gateway.quota.burst", "2"))) {
      assertThat(gateway.get("/v1/models").statusCode()).isEqualTo(200);
      assertThat(gateway.get("/v1/models").statusCode()).isEqualTo(200);
      var refused = gateway.get("/v1/models");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(refused.body()).contains("https://p2f.org/problems/over-quota");
      assertThat(gateway.send(gateway.anonymous("/actuator/health/readiness")).statusCode())
          .isEqualTo(200);
    }
  }
}
