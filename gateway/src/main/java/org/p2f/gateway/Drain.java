package org.p2f.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the gateway ends; the key is the services' own.
 *
 * @param notice how long it goes on answering after it was told to end, closing each connection
 *     with its next answer; set it to what load balancers need to notice. By default it ends at
 *     once
 */
@ConfigurationProperties("p2f.drain")
record Drain(@DefaultValue("0s") Duration notice) {
  Drain {
    if (notice.isNegative()) {
      throw new IllegalArgumentException(
          "p2f.drain.notice must not be negative, is %s".formatted(notice));
    }
  }
}
