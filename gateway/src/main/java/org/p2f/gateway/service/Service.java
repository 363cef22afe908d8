package org.p2f.gateway.service;

import java.net.URI;
import org.apache.hc.core5.http.HttpHost;

/**
 * A service behind the gateway.
 *
 * @param name as users know it: training, representation, downstream
 * @param jobPrefix how the ids of its jobs begin
 * @param base scheme, host and port; a path is refused, for paths are the same on both sides
 */
public record Service(String name, String jobPrefix, URI base) {

  public Service {
    if (base.getHost() == null || !(base.getRawPath().isEmpty() || base.getRawPath().equals("/"))) {
      throw new IllegalArgumentException(
          "The %s service needs an address such as http://host:8081, got '%s'"
              .formatted(name, base));
    }
  }

  public HttpHost host() {
    return new HttpHost(base.getScheme(), base.getHost(), base.getPort());
  }
}
