package org.p2f.local.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ReportTextTest {
  private static String reading(String head, String t, double mean) {
    return "{\"head\": \"%s\", \"t\": %s, \"accuracy\": {\"mean\": %s, \"low\": %s, \"high\": %s}}"
        .formatted(head, t, mean, mean - .02, mean + .02);
  }

  @Test
  void theTableShowsTheReportsOwnNumbersWithTheControlBesideThem() throws Exception {
    var report =
        """
        {"lead": "The untrained control wins on place.", "plan": {"objectives": ["drl"]},
         "claims": [],
         "findings": [{"encoders": "drl", "factor": "place", "chance": 0.0625, "majority": 0.07,
           "single": %s, "mixing": [%s, %s], "untrained": %s,
           "overUntrained": {"mean": -0.25, "low": -0.28, "high": -0.22}}]}
        """
            .formatted(
                reading("mlp", "0.9", .1),
                reading("gru", "null", .11),
                reading("transformer", "null", .12),
                reading("mlp", "0.0", .37));
    assertThat(ReportText.of(new ObjectMapper().readTree(report)).lines().toList())
        .startsWith(
            "The untrained control wins on place.",
            "",
            "factor  best single t (mlp)  at t  gru                 transformer          untrained"
                + "            trained - untrained   chance  majority",
            "place   10.0 % [8.0, 12.0]   0.9   11.0 % [9.0, 13.0]  12.0 % [10.0, 14.0] "
                + " 37.0 % [35.0, 39.0]  -25.0 [-28.0, -22.0]  6.3 %   7.0 %");
  }
}
