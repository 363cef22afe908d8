package org.p2f.catalog.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
  private static final String GIVEN = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  /** The signature is that of the Python package standardwebhooks 1.1.0. */
  @Test
  void signsAsTheReferenceImplementationDoes() {
    assertThat(
            new Secret(GIVEN)
                .signature(
                    "evt-01",
                    Instant.ofEpochSecond(1_795_990_000),
                    "{\"type\":\"job.succeeded\",\"größe\":\"32×32\"}"))
        .isEqualTo("v1,AdgSWI7VBc7YW6kc/ToeZoBvXeIjdC15usukfzRruno=");
  }

  @Test
  void newOnesDifferAndDoNotTellThemselves() {
    Secret one = Secret.random();
    assertThat(one).isNotEqualTo(Secret.random());
    assertThat(one.toString()).doesNotContain(one.text().substring(8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "whsec_",
        "whsec_c2hvcnQ=",
        "whsec_***",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> new Secret(text)).hasMessageContaining("24 to 64 bytes in base64");
  }
}
