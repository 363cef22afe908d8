package org.p2f.gateway.quota;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What each bearer of tokens, told by their subject, may ask of the platform; a new token of the
 * same subject brings nothing.
 *
 * @param requestsPerSecond in the long run; 0 counts nobody's requests
 * @param burst requests that may come at once after a quiet time
 * @param open requests answered at the same time, event streams included
 */
@ConfigurationProperties("p2f.gateway.quota")
public record Quota(
    @DefaultValue("1000") double requestsPerSecond,
    @DefaultValue("2000") int burst,
    @DefaultValue("512") int open) {
  public Quota {
    if (!(requestsPerSecond >= 0 && requestsPerSecond < Double.POSITIVE_INFINITY)
        || burst < 1
        || open < 1) {
      throw new IllegalArgumentException(
          "p2f.gateway.quota needs requests-per-second of at least 0, and burst and open above it,"
              + " has %s, %d and %d".formatted(requestsPerSecond, burst, open));
    }
  }
}
