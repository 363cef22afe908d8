package org.p2f.gateway.quota;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What callers without a token may ask of the open paths for which the gateway asks every service:
 * the API document and the services' health.
 *
 * @param cached how long such an answer is given again; 0 asks anew each time
 * @param requestsPerSecond of one address in the long run; 0 counts nobody's requests
 * @param burst requests of one address that may come at once after a quiet time
 */
@ConfigurationProperties("p2f.gateway.anonymous")
public record Anonymous(
    @DefaultValue("5s") Duration cached,
    @DefaultValue("10") double requestsPerSecond,
    @DefaultValue("100") int burst) {

  /** As many as may come at once may be open at once. */
  public Quota quota() {
    return new Quota(requestsPerSecond, burst, burst);
  }
}
