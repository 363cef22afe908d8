package org.p2f.training.run.work;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param patience how long a plan's answer waits for steps to be measured; keep it below what
 *     gateway and proxies wait for an answer
 */
@ConfigurationProperties("p2f.training-plans")
record TrialProperties(@DefaultValue("60s") Duration patience) {
  TrialProperties {
    if (!patience.isPositive()) {
      throw new IllegalArgumentException("p2f.training-plans.patience must be positive");
    }
  }
}
