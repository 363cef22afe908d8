package org.p2f.http.drain;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a service ends.
 *
 * @param notice how long it goes on answering after it was told to end, closing each connection
 *     with its next answer; set it to what load balancers need to notice, below {@code
 *     spring.lifecycle.timeout-per-shutdown-phase}. By default it ends at once
 */
@ConfigurationProperties("p2f.drain")
record DrainProperties(@DefaultValue("0s") Duration notice) {
  DrainProperties {
    if (notice.isNegative()) {
      throw new IllegalArgumentException(
          "p2f.drain.notice must not be negative, is %s".formatted(notice));
    }
  }
}
