package org.p2f.kit.job;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How jobs' event streams are served.
 *
 * @param poll how often each stream asks the database for news; longer for less load
 * @param heartbeat silence after which a comment is sent, which also finds out clients that are
 *     gone; keep it below the idle limit of proxies
 * @param maxStreams open at once; each asks the database once per {@code poll}
 */
@ConfigurationProperties("p2f.job-events")
record JobEventProperties(
    @DefaultValue("500ms") Duration poll,
    @DefaultValue("15s") Duration heartbeat,
    @DefaultValue("200") int maxStreams) {

  JobEventProperties {
    if (!poll.isPositive() || !heartbeat.isPositive() || maxStreams < 1) {
      throw new IllegalArgumentException(
          "Need p2f.job-events.poll, heartbeat and max-streams above zero, got %s, %s and %d"
              .formatted(poll, heartbeat, maxStreams));
    }
  }
}
