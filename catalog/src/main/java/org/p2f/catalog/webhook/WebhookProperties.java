package org.p2f.catalog.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.settings.Backoff;
import org.p2f.catalog.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom the platform may tell of ended work, and how.
 *
 * @param targets origins that webhooks may name, such as {@code https://hooks.example.org}, {@code
 *     https://*.example.org} or {@code http://127.0.0.1:9000}; none turns webhooks off
 * @param privateNetworks networks such as {@code 10.1.0.0/16} whose addresses a target may have;
 *     otherwise only public addresses are called
 * @param publicAddress of the gateway, for links; null for links without a host
 * @param poll how often to look for what is due
 * @param patience how long one delivery may take
 * @param maxAttempts how often a delivery is tried
 * @param maxAge how long after the work's end it is tried
 * @param firstRetry pause before the second attempt; it doubles each time
 * @param longestRetry the longest such pause
 * @param keep how long deliveries can be looked at after their end
 */
@ConfigurationProperties("p2f.webhooks")
record WebhookProperties(
    @DefaultValue List<String> targets,
    @DefaultValue List<String> privateNetworks,
    @Nullable URI publicAddress,
    @DefaultValue("1s") Duration poll,
    @DefaultValue("10s") Duration patience,
    @DefaultValue("16") int maxAttempts,
    @DefaultValue("3d") Duration maxAge,
    @DefaultValue("5s") Duration firstRetry,
    @DefaultValue("6h") Duration longestRetry,
    @DefaultValue("30d") Duration keep) {
  WebhookProperties {
    targets = List.copyOf(targets);
    privateNetworks = List.copyOf(privateNetworks);
    new Settings("p2f.webhooks")
        .requirePositive(poll, "poll")
        .requirePositive(patience, "patience")
        .requirePositive(maxAttempts, "max-attempts")
        .require(maxAge.isPositive(), "max-age", "positive", maxAge)
        .requireBackoff(firstRetry, longestRetry)
        .require(keep.isPositive(), "keep", "positive", keep);
  }

  /** The pause after that many attempts, from 1. */
  Duration pause(int attempts) {
    return new Backoff(firstRetry, longestRetry).pause(attempts - 1);
  }
}
