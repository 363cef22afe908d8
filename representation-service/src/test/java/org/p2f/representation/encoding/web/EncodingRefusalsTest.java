package org.p2f.representation.encoding.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.p2f.kit.problem.Refusal;
import org.p2f.representation.encoding.EncodingRefusal;

class EncodingRefusalsTest {

  @Test
  void eachHasItsStatus() {
    assertThat(refusal(new EncodingRefusal.Unfit("m", "r")).status()).isEqualTo(409);
    assertThat(refusal(new EncodingRefusal.NotFinite("m")).status()).isEqualTo(422);
    assertThat(refusal(new EncodingRefusal.NotFinite("m")).name()).isEqualTo("not-finite");
    assertThat(refusal(new EncodingRefusal.TooLate(Duration.ofSeconds(3))).status()).isEqualTo(504);
    Refusal full = refusal(new EncodingRefusal.QueueFull(7, Duration.ofSeconds(12)));
    assertThat(full.status()).isEqualTo(429);
    assertThat(full.headers()).containsEntry("Retry-After", "12");
    assertThat(refusal(new EncodingRefusal.Starting()).status()).isEqualTo(503);
    Refusal loading = refusal(new EncodingRefusal.Loading("m"));
    assertThat(loading.status()).isEqualTo(503);
    assertThat(loading.headers()).containsKey("Retry-After");
    Refusal draining = refusal(new EncodingRefusal.Draining());
    assertThat(draining.status()).isEqualTo(503);
    assertThat(draining.headers()).containsKey("Retry-After");
  }

  private static Refusal refusal(EncodingRefusal refusal) {
    return EncodingRefusals.asRefused(refusal).refusal();
  }
}
