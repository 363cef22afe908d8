package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service that was not told where the platform is. */
class NoStudiesTest extends ServiceTest {

  @Test
  void aStudyIsRefusedAndTheSettingNamed() {
    var answer = api().post("/v1/studies", Map.of("datasetId", "ds-1"));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("type").asString()).endsWith("/studies-not-configured");
    assertThat(answer.json().path("detail").asString()).contains("p2f.studies.platform");
  }
}
