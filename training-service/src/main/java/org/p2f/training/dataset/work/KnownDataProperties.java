package org.p2f.training.dataset.work;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.p2f.spec.data.ImageSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled lets the service fetch published data sets; it then opens connections to the
 *     addresses in {@code known-datasets.json} and {@code addresses}, and to no others
 * @param patience how long a server may keep silent
 * @param addresses folders from which to take a source's files instead: a mirror of one's own; the
 *     pinned digests remain
 */
@ConfigurationProperties("p2f.known-data")
record KnownDataProperties(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("30s") Duration patience,
    @DefaultValue Map<ImageSource, URI> addresses) {
  KnownDataProperties {
    if (!patience.isPositive()) {
      throw new IllegalArgumentException("p2f.known-data.patience must be positive");
    }
    addresses = new TreeMap<>(addresses);
    for (URI address : addresses.values()) {
      String scheme = address.getScheme();
      if (address.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
        throw new IllegalArgumentException(
            "p2f.known-data.addresses has '%s', which is no http address".formatted(address));
      }
    }
  }
}
