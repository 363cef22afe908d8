package org.p2f.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final long SECOND = 1_000_000_000;

  private final Allowance allowance = new Allowance(new Quota(2, 3, 10), 0);

  @Test
  void aBurstIsTakenInAndThenTheRate() {
    for (int i = 0; i < 3; i++) {
      assertThat(allowance.enter(0)).isEmpty();
    }
    assertThat(allowance.enter(0)).contains(Duration.ofSeconds(1));
    assertThat(allowance.enter(SECOND / 2)).isEmpty();
    assertThat(allowance.enter(SECOND / 2)).isPresent();
    assertThat(allowance.enter(3 * SECOND / 2)).isEmpty();
    assertThat(allowance.enter(3 * SECOND / 2)).isEmpty();
    assertThat(allowance.enter(3 * SECOND / 2)).isPresent();
  }

  @Test
  void aBucketHoldsNoMoreThanTheBurst() {
    for (int i = 0; i < 3; i++) {
      assertThat(allowance.enter(1000 * SECOND)).isEmpty();
    }
    assertThat(allowance.enter(1000 * SECOND)).isPresent();
  }

  @Test
  void whatIsOpenIsLimitedWhateverTheRate() {
    var unlimited = new Allowance(new Quota(0, 1, 2), 0);
    assertThat(unlimited.enter(0)).isEmpty();
    assertThat(unlimited.enter(0)).isEmpty();
    assertThat(unlimited.enter(0)).contains(Duration.ofSeconds(1));
    unlimited.leave();
    assertThat(unlimited.enter(0)).isEmpty();
  }

  @Test
  void aQuotaThatLetsNobodyInIsRefused() {
    assertThatThrownBy(() -> new Quota(1, 0, 1)).hasMessageContaining("burst");
    assertThatThrownBy(() -> new Quota(-1, 1, 1)).hasMessageContaining("requests-per-second");
  }
}
